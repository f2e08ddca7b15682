# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a job: dump files, log file and SQL file, and the calls of ADD_FILE for them.

Substitution variables of dump files: reference of ADD_FILE. Those of the date are for exports only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _job_definition_values as values
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, Constant, File, Value
from ansible_collections.dbops.datapump.plugins.module_utils._job_options import EXPORT, SQL_FILE

_TYPES = {
    "dump": Constant(("KU$_FILE_TYPE_DUMP_FILE",)),
    "log": Constant(("KU$_FILE_TYPE_LOG_FILE",)),
    "sql": Constant(("KU$_FILE_TYPE_SQL_FILE",)),
    "url": Constant(("KU$_FILE_TYPE_URIDUMP_FILE",)),
}
_OPTIONS = {"dump": "dumpfile", "log": "logfile", "sql": "sqlfile"}
_MAX_FILE_NAME = 255
_FIT_FOR_FILE_NAME = re.compile(r"[A-Za-z0-9_$#.-]{1,120}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_URL = re.compile(r"https://[A-Za-z0-9.:\[\]-]+/[^\s?\"'\\]+", re.IGNORECASE)
_PRE_AUTHENTICATED = re.compile(r"https://[^/]+/p/[^/]+/n/", re.IGNORECASE)
_SET_VARIABLES = {"U": "[0-9]{2}", "L": "[0-9]{2,10}"}
_DATE_VARIABLES = {"D": "[0-9]{2}", "M": "[0-9]{2}", "T": "[0-9]{8}", "Y": "[0-9]{4}"}
_VARIABLE = re.compile(r"%(.?)", re.DOTALL)


def files_of(parameters: Mapping[str, Any], operation: str) -> tuple[File, ...]:
    """The files of a new job, the log file first, so that it has all messages."""
    files = [*_log_files(parameters, operation), *dump_files_of(parameters, operation)]
    if parameters["sqlfile"] is not None:
        files.append(_file("sql", "sqlfile", parameters["sqlfile"], parameters))
    elif operation == SQL_FILE:
        raise InvalidOption("sqlfile", "required with operation=sql_file")
    _refuse_collisions(files)
    return tuple(files)


def dump_files_of(parameters: Mapping[str, Any], operation: str) -> tuple[File, ...]:
    """The dump files alone."""
    given = parameters["dumpfile"]
    if given is None:
        return ()
    values.not_empty("dumpfile", given)
    files = []
    for position, entry in enumerate(given):
        under = f"dumpfile[{position}]"
        file = _url(under, entry, parameters) or _file("dump", under, entry, parameters)
        _check_variables(under, file.name, operation)
        files.append(file)
    if parameters["credential"] is not None and all(file.credential is None for file in files):
        raise InvalidOption("credential", "has no meaning without a URL in dumpfile")
    return tuple(files)


def file_calls(parameters: Mapping[str, Any], files: tuple[File, ...]) -> list[Call]:
    """ADD_FILE for each."""
    return [_add_file(parameters, file) for file in files]


def generates_files(file: File) -> bool:
    """Whether its name stands for as many files as are needed."""
    return any(variable.upper() in _SET_VARIABLES for variable in _VARIABLE.findall(file.name))


def _add_file(parameters: Mapping[str, Any], file: File) -> Call:
    arguments: list[tuple[str, Value]] = [("filename", file.name)]
    place = file.credential or file.directory
    if place is not None:
        arguments.append(("directory", place))
    if file.kind == "dump" and parameters["filesize"] is not None:
        arguments.append(("filesize", values.size("filesize", parameters["filesize"])))
    arguments.append(("filetype", _TYPES["url" if file.credential else file.kind]))
    if file.kind == "dump" and parameters["reuse_dumpfiles"] is not None:
        arguments.append(("reusefile", int(parameters["reuse_dumpfiles"])))
    return Call("ADD_FILE", tuple(arguments), _OPTIONS[file.kind])


def _log_files(parameters: Mapping[str, Any], operation: str) -> list[File]:
    if parameters["nologfile"]:
        return []
    if parameters["logfile"] is not None:
        return [_file("log", "logfile", parameters["logfile"], parameters)]
    if parameters["directory"] is None:
        return []
    name = parameters["name"] or ""
    if not _FIT_FOR_FILE_NAME.fullmatch(name):
        name = "export" if operation == EXPORT else "import"
    return [File("log", values.identifier("directory", parameters["directory"]), f"{name}.log")]


def _url(under: str, entry: object, parameters: Mapping[str, Any]) -> File | None:
    """The file that a URL names, None if it is none."""
    scheme = _SCHEME.match(entry) if isinstance(entry, str) else None
    if scheme is None:
        return None
    url = values.text(under, entry, 2000).strip()
    if not _URL.fullmatch(url):
        raise InvalidOption(under, "must be an https URL without user, password and query")
    if _PRE_AUTHENTICATED.match(url):
        raise InvalidOption(under, "a pre-authenticated URL is a secret, give a plain one and credential")
    if parameters["credential"] is None:
        raise InvalidOption("credential", "required for a URL in dumpfile")
    names, rest = values.parts("credential", parameters["credential"], 2)
    if rest is not None:
        raise InvalidOption("credential", "must be the name of a credential")
    return File("dump", None, url, ".".join(names))


def _file(kind: str, under: str, entry: object, parameters: Mapping[str, Any]) -> File:
    directory, colon, name = values.text(under, entry).strip().rpartition(":")
    if colon:
        stored = values.identifier(under, directory)
    elif parameters["directory"] is None:
        raise InvalidOption("directory", f"required for {under}, which does not name one")
    else:
        stored = values.identifier("directory", parameters["directory"])
    if not name.strip() or name in (".", "..") or any(character in name for character in "/\\\"'\n\r\t"):
        raise InvalidOption(under, "must be the name of a file, without path and quotes")
    if len(name.encode("utf-8", "surrogatepass")) > _MAX_FILE_NAME:
        raise InvalidOption(under, f"must not be longer than {_MAX_FILE_NAME} bytes")
    if kind != "dump" and "%" in name:
        raise InvalidOption(under, "only dump files have substitution variables")
    return File(kind, stored, name)


def _check_variables(under: str, name: str, operation: str) -> None:
    for variable in _VARIABLE.findall(name):
        if variable.upper() in _DATE_VARIABLES and operation != EXPORT:
            raise InvalidOption(under, "the substitution variables of the date are for exports only")
        if variable != "%" and variable.upper() not in {**_SET_VARIABLES, **_DATE_VARIABLES}:
            raise InvalidOption(under, "after % one of U, L, D, M, T, Y and % is expected")


def _refuse_collisions(files: list[File]) -> None:
    """Refuse two files of which one would be the other, at the latest when their variables are substituted."""
    for position, file in enumerate(files):
        for other in files[:position]:
            same_place = (file.directory, file.credential) == (other.directory, other.credential)
            if same_place and (_fits(file, other) or _fits(other, file)):
                raise InvalidOption(
                    _OPTIONS[file.kind], f"two files would have the same name, see {_OPTIONS[other.kind]}"
                )


def _fits(pattern: File, file: File) -> bool:
    return pattern.name == file.name or re.fullmatch(_substituted(pattern.name), file.name) is not None


def _substituted(name: str) -> str:
    """A regular expression for the names that a name with variables can become."""
    forms = {**_SET_VARIABLES, **_DATE_VARIABLES, "%": "%"}
    pieces = re.split(r"(%.)", name)
    return "".join(
        forms.get(piece[1:].upper(), re.escape(piece)) if piece[:1] == "%" else re.escape(piece) for piece in pieces
    )
