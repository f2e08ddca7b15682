# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of datapump_dumpfile_info, and what must be true of them before anything is looked at."""

from __future__ import annotations

import codecs
import datetime
from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._checks import check_duplicates, check_length, check_range
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_names import FileName, file_name
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._names import name_problem, require_target_name

MOST_LINES = 10_000

SPEC: dict[str, dict[str, Any]] = {
    "files": {"type": "list", "elements": "str", "aliases": ["dumpfile"]},
    "directory": {"type": "str"},
    "date": {"type": "str"},
    "owner": {"type": "str", "aliases": ["owner_name"]},
    "name": {"type": "str", "aliases": ["job_name"]},
    "log_file": {"type": "str", "aliases": ["logfile"]},
    "log_lines": {"type": "int"},
    "log_encoding": {"type": "str", "default": "utf-8"},
}
REQUIRED_TOGETHER = (("owner", "name"),)
MUTUALLY_EXCLUSIVE = (("files", "owner"), ("files", "name"))
REQUIRED_ONE_OF = (("files", "owner", "log_file"),)

_DEFAULT_LINES = 50


def check_dumpfile(parameters: Mapping[str, Any]) -> None:
    """Raise InvalidOption for the first option whose value cannot be accepted."""
    for option in ("owner", "name"):
        if parameters[option] is not None:
            require_target_name(option, parameters[option], exact=True)
    if parameters["directory"] is not None:
        _check_directory("directory", parameters["directory"])
    if parameters["files"] is not None and not parameters["files"]:
        raise InvalidOption("files", "must not be empty")
    check_length("files", parameters["files"] or [])
    names = files_of(parameters)
    check_duplicates("files", names)
    log_file_of(parameters)
    if parameters["log_lines"] is not None:
        check_range("log_lines", parameters["log_lines"], 0, MOST_LINES)
    try:
        codecs.lookup(parameters["log_encoding"])
    except LookupError:
        raise InvalidOption("log_encoding", "is no character set that Python knows") from None


def files_of(parameters: Mapping[str, Any]) -> list[FileName]:
    """The files that are named, with the parts of a date filled in."""
    day = _day(parameters["date"])
    found = []
    for position, text in enumerate(parameters["files"] or []):
        option = f"files[{position}]"
        named = _named(option, text, parameters["directory"])
        if named.needs_date and day is None:
            raise InvalidOption(option, "%D, %M, %T and %Y stand for a date, which must then be given as date")
        found.append(named.on(day) if named.needs_date and day is not None else named)
    return found


def log_file_of(parameters: Mapping[str, Any]) -> FileName | None:
    """The log file that is named, or None."""
    text = parameters["log_file"]
    return None if text is None else _named("log_file", text, parameters["directory"])


def lines_of(parameters: Mapping[str, Any]) -> int:
    """How many lines of the log are wanted: none unless it was named or they were asked for."""
    wanted = parameters["log_lines"]
    if wanted is not None:
        return int(wanted)
    return 0 if parameters["log_file"] is None else _DEFAULT_LINES


def _named(option: str, text: str, directory: str | None) -> FileName:
    named = file_name(text, directory)
    if named is None:
        raise InvalidOption(option, "needs directory, or a directory object in front as in DUMP_DIR:name")
    _check_directory(option, named.directory)
    if not named.name.strip() or "\0" in named.name:
        raise InvalidOption(option, "must be the name of a file")
    if "/" in named.name or "\\" in named.name:
        raise InvalidOption(option, "must be a name without a path; the directory object says where the file is")
    return named


def _check_directory(option: str, name: str) -> None:
    problem = name_problem(name)
    if problem:
        raise InvalidOption(option, f"the directory object {problem}")


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InvalidOption("date", "a day as YYYY-MM-DD") from None
