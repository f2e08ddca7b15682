# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SYS.DBMS_DATAPUMP as the PL/SQL interpreter sees it: names, parameters, constants, exceptions.

Source: Oracle's package specification (11.2) and PL/SQL Packages and Types Reference 19c.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..supplied import REQUIRED, Parameter, Subprogram, SuppliedPackage
from ..values import BINARY_INTEGER, BOOLEAN, NUMBER, VARCHAR2, OraType
from . import calls, opening
from .client import client_of
from .failures import Refusal
from .status import status
from .vocabulary import DUMP_FILE_ITEMS

if TYPE_CHECKING:
    from ..world.session import Session
    from .client import Client

Arguments = dict[str, object]

_EXCEPTIONS = {
    "INVALID_ARGVAL": 39001,
    "INVALID_OPERATION": 39002,
    "INVALID_STATE": 39004,
    "INCONSISTENT_ARGS": 39005,
    "INTERNAL_ERROR": 39006,
    "PRIVILEGE_ERROR": 31631,
    "INVALID_HANDLE": 31623,
    "NO_SUCH_JOB": 31626,
    "SUCCESS_WITH_INFO": 31627,
    "JOB_EXISTS": 31634,
    "NO_DUMPFILE_INFO": 39211,
}

_CONSTANTS: dict[str, object] = {
    "KU$_STATUS_WIP": 1,
    "KU$_STATUS_JOB_DESC": 2,
    "KU$_STATUS_JOB_STATUS": 4,
    "KU$_STATUS_JOB_ERROR": 8,
    "KU$_FILE_TYPE_DUMP_FILE": 1,
    "KU$_FILE_TYPE_BAD_FILE": 2,
    "KU$_FILE_TYPE_LOG_FILE": 3,
    "KU$_FILE_TYPE_SQL_FILE": 4,
    "KU$_DUMPFILE_TYPE_DISK": 0,
    "KU$_DUMPFILE_TYPE_PIPE": 1,
    "KU$_DUMPFILE_TYPE_TAPE": 2,
    "KU$_DUMPFILE_TYPE_TEMPLATE": 3,
    "KU$_JOB_COMPLETE": 1,
    "KU$_JOB_COMPLETE_ERRORS": 2,
    "KU$_JOB_STOPPED": 3,
    "KU$_JOB_ABORTED": 4,
    "KU$_JOB_VIEW_ALL": 0,
    "KU$_JOB_VIEW_TTS_TABLESPACES": 1,
    "KU$_JOB_VIEW_ENCCOL_TABLES": 2,
    "KU$_COMPRESS_NONE": 1,
    "KU$_COMPRESS_METADATA": 2,
    "KU$_DATAOPT_SKIP_CONST_ERR": 1,
    "KU$_DATAOPT_XMLTYPE_CLOB": 2,
    "KU$_DATAOPT_NOTYPE_EVOL": 4,
    "KU$_DATAOPT_DISABL_APPEND_HINT": 8,
    **DUMP_FILE_ITEMS,
}

_HANDLE = Parameter("HANDLE", NUMBER)
_STATUS_REQUEST = (_HANDLE, Parameter("MASK", BINARY_INTEGER), Parameter("TIMEOUT", NUMBER, default=None))


def _text(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, VARCHAR2, default=default)


def _number(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, NUMBER, default=default)


def _any(name: str) -> Parameter:
    """A parameter that the package overloads on text, number and CLOB."""
    return Parameter(name, None)


def _subprogram(
    name: str,
    parameters: tuple[Parameter, ...],
    call: Callable[[Client, Mapping[str, object]], object],
    returns: OraType | None = None,
) -> Subprogram:
    """A subprogram whose refusals are remembered for GET_STATUS: on its handle, or on none for OPEN and ATTACH."""

    def body(session: Session, arguments: Arguments) -> object:
        client = client_of(session)
        handle = arguments.get("HANDLE")
        return client.guarded(handle if isinstance(handle, int) else None, lambda: call(client, arguments))

    return Subprogram(name, parameters, body, returns)


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)


def _wait_for_job(session: Session, arguments: Arguments) -> None:
    client = client_of(session)
    handle = arguments["HANDLE"]
    arguments["JOB_STATE"] = client.guarded(
        handle if isinstance(handle, int) else None, lambda: calls.wait_for_job(client, handle)
    )


def _status_procedure(session: Session, arguments: Arguments) -> None:
    arguments["JOB_STATE"], arguments["STATUS"] = _get_status(session, arguments)


def _status_function(session: Session, arguments: Arguments) -> object:
    return _get_status(session, arguments)[1]


def _get_status(session: Session, arguments: Arguments) -> tuple[str, dict[str, object]]:
    """A NULL handle asks for the errors of the last failing OPEN or ATTACH. The error list survives the asking."""
    client = client_of(session)
    handle = arguments["HANDLE"]
    try:
        state = "UNDEFINED" if handle is None else calls.job_state(client, handle, arguments["TIMEOUT"])
        return state, status(client, handle, arguments["MASK"])
    except Refusal as refusal:
        raise refusal.error() from refusal


def _get_dumpfile_info(client: Client, arguments: Mapping[str, object]) -> None:
    raise Refusal(39211)


PACKAGE = SuppliedPackage(
    name="DBMS_DATAPUMP",
    subprograms=(
        _subprogram(
            "OPEN",
            (
                _text("OPERATION"),
                _text("JOB_MODE"),
                _text("REMOTE_LINK", None),
                _text("JOB_NAME", None),
                _text("VERSION", "COMPATIBLE"),
                _number("COMPRESSION", 2),
            ),
            lambda client, given: opening.open_job(
                client,
                _as_text(given["OPERATION"]),
                _as_text(given["JOB_MODE"]),
                _as_text(given["REMOTE_LINK"]),
                _as_text(given["JOB_NAME"]),
            ),
            NUMBER,
        ),
        _subprogram(
            "ATTACH",
            (_text("JOB_NAME", None), _text("JOB_OWNER", None)),
            lambda client, given: opening.attach(client, _as_text(given["JOB_NAME"]), _as_text(given["JOB_OWNER"])),
            NUMBER,
        ),
        _subprogram(
            "ADD_FILE",
            (
                _HANDLE,
                _text("FILENAME"),
                _text("DIRECTORY", None),
                _text("FILESIZE", None),
                _number("FILETYPE", 1),
                _number("REUSEFILE", None),
            ),
            lambda client, given: calls.add_file(
                client,
                given["HANDLE"],
                _as_text(given["FILENAME"]),
                _as_text(given["DIRECTORY"]),
                given["FILETYPE"],
                given["REUSEFILE"],
            ),
        ),
        _subprogram(
            "METADATA_FILTER",
            (_HANDLE, _text("NAME"), _any("VALUE"), _text("OBJECT_PATH", None), _text("OBJECT_TYPE", None)),
            lambda client, given: calls.metadata_filter(
                client, given["HANDLE"], _as_text(given["NAME"]), given["VALUE"]
            ),
        ),
        _subprogram(
            "METADATA_REMAP",
            (_HANDLE, _text("NAME"), _text("OLD_VALUE"), _text("VALUE"), _text("OBJECT_TYPE", None)),
            lambda client, given: calls.metadata_remap(
                client, given["HANDLE"], _as_text(given["NAME"]), given["OLD_VALUE"], given["VALUE"]
            ),
        ),
        _subprogram(
            "METADATA_TRANSFORM",
            (_HANDLE, _text("NAME"), _any("VALUE"), _text("OBJECT_TYPE", None)),
            lambda client, given: calls.metadata_transform(
                client, given["HANDLE"], _as_text(given["NAME"]), given["VALUE"]
            ),
        ),
        _subprogram(
            "DATA_FILTER",
            (_HANDLE, _text("NAME"), _any("VALUE"), _text("TABLE_NAME", None), _text("SCHEMA_NAME", None)),
            lambda client, given: calls.data_filter(client, given["HANDLE"], _as_text(given["NAME"]), given["VALUE"]),
        ),
        _subprogram(
            "DATA_REMAP",
            (
                _HANDLE,
                _text("NAME"),
                _text("TABLE_NAME"),
                _text("COLUMN"),
                _text("REMAP_FUNCTION"),
                _text("SCHEMA", None),
            ),
            lambda client, given: calls.data_remap(
                client, given["HANDLE"], _as_text(given["NAME"]), given["REMAP_FUNCTION"]
            ),
        ),
        _subprogram(
            "SET_PARAMETER",
            (_HANDLE, _text("NAME"), _any("VALUE")),
            lambda client, given: calls.set_parameter(client, given["HANDLE"], _as_text(given["NAME"]), given["VALUE"]),
        ),
        _subprogram(
            "SET_PARALLEL",
            (_HANDLE, _number("DEGREE")),
            lambda client, given: calls.set_parallel(client, given["HANDLE"], given["DEGREE"]),
        ),
        _subprogram(
            "START_JOB",
            (
                _HANDLE,
                _number("SKIP_CURRENT", 0),
                _number("ABORT_STEP", 0),
                _number("CLUSTER_OK", 1),
                _text("SERVICE_NAME", None),
            ),
            lambda client, given: calls.start_job(client, given["HANDLE"], given["ABORT_STEP"]),
        ),
        _subprogram(
            "STOP_JOB",
            (_HANDLE, _number("IMMEDIATE", 0), _number("KEEP_MASTER", None), _number("DELAY", 60)),
            lambda client, given: calls.stop_job(
                client, given["HANDLE"], given["IMMEDIATE"], given["KEEP_MASTER"], given["DELAY"]
            ),
        ),
        _subprogram("DETACH", (_HANDLE,), lambda client, given: calls.detach(client, given["HANDLE"])),
        Subprogram("WAIT_FOR_JOB", (_HANDLE, Parameter("JOB_STATE", VARCHAR2, "OUT")), _wait_for_job),
        _subprogram(
            "LOG_ENTRY",
            (_HANDLE, _text("MESSAGE"), _number("LOG_FILE_ONLY", 0)),
            lambda client, given: calls.log_entry(client, given["HANDLE"], _as_text(given["MESSAGE"])),
        ),
        Subprogram(
            "GET_STATUS",
            (
                *_STATUS_REQUEST,
                Parameter("JOB_STATE", VARCHAR2, "OUT"),
                Parameter("STATUS", None, "OUT"),
            ),
            _status_procedure,
        ),
        Subprogram("GET_STATUS", _STATUS_REQUEST, _status_function, returns=OraType("KU$_STATUS")),
        _subprogram(
            "GET_DUMPFILE_INFO",
            (
                _text("FILENAME"),
                _text("DIRECTORY"),
                Parameter("INFO_TABLE", None, "OUT"),
                Parameter("FILETYPE", NUMBER, "OUT"),
            ),
            _get_dumpfile_info,
        ),
        _subprogram(
            "HAS_PRIVS",
            (_text("OPER"),),
            lambda client, given: calls.has_privileges(client, _as_text(given["OPER"])),
            BOOLEAN,
        ),
    ),
    constants=_CONSTANTS,
    exceptions=_EXCEPTIONS,
)
