# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SYS.DBMS_DATAPUMP as the PL/SQL interpreter sees it: every subprogram of the specification with its parameters.

Source: Oracle's package specification (11.2) and PL/SQL Packages and Types Reference 19c. Subprograms that only Data
Pump's own processes may call refuse everybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import OraError
from ..supplied import Subprogram, SuppliedPackage
from . import calls, defining, file_calls, job_views, opening, signatures
from .client import Client, client_of
from .constants import CONSTANTS, EXCEPTIONS
from .failures import Refusal
from .status import is_mask, news_for, status

if TYPE_CHECKING:
    from ..world.session import Session

Arguments = dict[str, object]
Call = Callable[..., object]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _subprogram(signature: str, call: Call, *texts: str) -> Subprogram:
    """A call that takes the client and the arguments in their order; those named in `texts` as text or None.

    Refusals are remembered for GET_STATUS: on the call's handle, or on none for OPEN and ATTACH."""
    name, parameters, returns = signatures.parse(signature)
    results = [parameter.name for parameter in parameters if parameter.mode == "OUT"]

    def body(session: Session, arguments: Arguments) -> object:
        client = client_of(session)
        handle = arguments.get("HANDLE")
        given = [
            _text(arguments[parameter.name]) if parameter.name in texts else arguments[parameter.name]
            for parameter in parameters
            if parameter.mode == "IN"
        ]
        number = handle if isinstance(handle, int) else None
        result: Any = client.guarded(number, lambda: call(client, *given))
        for result_name in results:
            arguments[result_name] = result
        return result

    return Subprogram(name, parameters, body, returns)


def _own_process_only(signature: str) -> Subprogram:
    """A subprogram that workers call over a database link."""
    name, parameters, returns = signatures.parse(signature)

    def body(session: Session, arguments: Arguments) -> object:
        raise OraError(39159)

    return Subprogram(name, parameters, body, returns)


def _status_procedure(session: Session, arguments: Arguments) -> None:
    arguments["JOB_STATE"], arguments["STATUS"] = _get_status(session, arguments)


def _status_function(session: Session, arguments: Arguments) -> object:
    return _get_status(session, arguments)[1]


def _get_status(session: Session, arguments: Arguments) -> tuple[str, dict[str, object]]:
    """A NULL handle asks for the errors of the last failing OPEN or ATTACH. The error list survives the asking."""
    client = client_of(session)
    handle, mask = arguments["HANDLE"], int(str(arguments["MASK"] or 0))
    try:
        if not is_mask(mask):
            raise Refusal(39001, OraError(39207, mask, "MASK"))
        if handle is None:
            return "UNDEFINED", status(client, None, mask)
        state = calls.job_state(client, handle, arguments["TIMEOUT"], news_for(client, handle, mask))
        return state, status(client, handle, mask)
    except Refusal as refusal:
        raise refusal.error() from refusal


def _get_dumpfile_info(session: Session, arguments: Arguments) -> None:
    """Works without a job, and tells its whole error stack at once."""
    try:
        arguments["INFO_TABLE"], arguments["FILETYPE"] = file_calls.dumpfile_info(
            client_of(session), _text(arguments["FILENAME"]), _text(arguments["DIRECTORY"])
        )
    except Refusal as refusal:
        error = refusal.error()
        error.stack += [cause.text() for cause in refusal.causes]
        raise error from refusal


def _nothing(client: Client, *arguments: object) -> None:
    """Debugging is traced nowhere."""


_STATUS = "handle NUMBER, mask BINARY_INTEGER, timeout NUMBER := NULL"

_SUBPROGRAMS = (
    _subprogram(
        "OPEN(operation VARCHAR2, job_mode VARCHAR2, remote_link VARCHAR2 := NULL, job_name VARCHAR2 := NULL,"
        " version VARCHAR2 := 'COMPATIBLE', compression NUMBER := 2) RETURN NUMBER",
        opening.open_job, "OPERATION", "JOB_MODE", "REMOTE_LINK", "JOB_NAME", "VERSION",
    ),
    _subprogram(
        "ATTACH(job_name VARCHAR2 := NULL, job_owner VARCHAR2 := NULL) RETURN NUMBER",
        opening.attach, "JOB_NAME", "JOB_OWNER",
    ),
    _subprogram("DETACH(handle NUMBER)", calls.detach),
    _subprogram(
        "ADD_FILE(handle NUMBER, filename VARCHAR2, directory VARCHAR2 := NULL, filesize VARCHAR2 := NULL,"
        " filetype NUMBER := 1, reusefile NUMBER := NULL)",
        file_calls.add_file, "FILENAME", "DIRECTORY", "FILESIZE",
    ),
    _subprogram(
        "ADD_DEVICE(handle NUMBER, devicename VARCHAR2, volumesize VARCHAR2 := NULL)",
        file_calls.add_device, "DEVICENAME", "VOLUMESIZE",
    ),
    _subprogram(
        "METADATA_FILTER(handle NUMBER, name VARCHAR2, value ANY, object_path VARCHAR2 := NULL,"
        " object_type VARCHAR2 := NULL)",
        defining.metadata_filter, "NAME", "OBJECT_PATH", "OBJECT_TYPE",
    ),
    _subprogram(
        "METADATA_REMAP(handle NUMBER, name VARCHAR2, old_value VARCHAR2, value VARCHAR2,"
        " object_type VARCHAR2 := NULL)",
        defining.metadata_remap, "NAME", "OLD_VALUE", "VALUE", "OBJECT_TYPE",
    ),
    _subprogram(
        "METADATA_TRANSFORM(handle NUMBER, name VARCHAR2, value ANY, object_type VARCHAR2 := NULL)",
        defining.metadata_transform, "NAME", "OBJECT_TYPE",
    ),
    _subprogram(
        "DATA_FILTER(handle NUMBER, name VARCHAR2, value ANY, table_name VARCHAR2 := NULL,"
        " schema_name VARCHAR2 := NULL)",
        defining.data_filter, "NAME", "TABLE_NAME", "SCHEMA_NAME",
    ),
    # The specification calls the last but one parameter FUNCTION, the reference REMAP_FUNCTION.
    *(
        _subprogram(
            f"DATA_REMAP(handle NUMBER, name VARCHAR2, table_name VARCHAR2, column VARCHAR2, {function} VARCHAR2,"
            " schema VARCHAR2 := NULL)",
            defining.data_remap, "NAME", "TABLE_NAME", "COLUMN", function.upper(), "SCHEMA",
        )
        for function in ("remap_function", "function")
    ),
    _subprogram("SET_PARAMETER(handle NUMBER, name VARCHAR2, value ANY)", defining.set_parameter, "NAME"),
    _subprogram("SET_PARALLEL(handle NUMBER, degree NUMBER)", calls.set_parallel),
    _subprogram("SET_DEBUG(on_off NUMBER, ip_addr VARCHAR2 := NULL)", _nothing),
    _subprogram("SET_DEBUG(debug_flags BINARY_INTEGER, version_flag BINARY_INTEGER)", _nothing),
    _subprogram(
        "START_JOB(handle NUMBER, skip_current NUMBER := 0, abort_step NUMBER := 0, cluster_ok NUMBER := 1,"
        " service_name VARCHAR2 := NULL)",
        calls.start_job, "SERVICE_NAME",
    ),
    _subprogram(
        "STOP_JOB(handle NUMBER, immediate NUMBER := 0, keep_master NUMBER := NULL, delay NUMBER := 60)",
        calls.stop_job,
    ),
    _subprogram("WAIT_FOR_JOB(handle NUMBER, job_state OUT VARCHAR2)", calls.wait_for_job),
    _subprogram(
        "LOG_ENTRY(handle NUMBER, message VARCHAR2, log_file_only NUMBER := 0)", calls.log_entry, "MESSAGE"
    ),
    _subprogram(
        "LOG_ERROR(handle NUMBER, message VARCHAR2, error_number NUMBER := 0, fatal_error NUMBER := 0,"
        " log_file_only NUMBER := 0)",
        calls.log_error, "MESSAGE",
    ),
    Subprogram("GET_STATUS", signatures.parse(f"S({_STATUS}, job_state OUT VARCHAR2, status OUT ANY)")[1],
               _status_procedure),
    Subprogram("GET_STATUS", *signatures.parse(f"S({_STATUS})")[1:2], _status_function,
               signatures.parse("S RETURN KU$_STATUS")[2]),
    _subprogram("GET_STATUS_VERSION(version NUMBER) RETURN NUMBER", calls.status_version),
    Subprogram(
        "GET_DUMPFILE_INFO",
        signatures.parse("S(filename VARCHAR2, directory VARCHAR2, info_table OUT ANY, filetype OUT NUMBER)")[1],
        _get_dumpfile_info,
    ),
    _subprogram(
        "CREATE_JOB_VIEW(job_schema VARCHAR2, job_name VARCHAR2, view_name VARCHAR2, view_type NUMBER := 0)",
        job_views.create_by_name, "JOB_SCHEMA", "JOB_NAME", "VIEW_NAME",
    ),
    _subprogram(
        "CREATE_JOB_VIEW(handle NUMBER, view_name VARCHAR2, view_type NUMBER := 0)",
        job_views.create, "VIEW_NAME",
    ),
    _subprogram("DATAPUMP_JOB RETURN BOOLEAN", calls.is_datapump_process),
    _subprogram("HAS_PRIVS(oper VARCHAR2) RETURN BOOLEAN", calls.has_privileges, "OPER"),
    _own_process_only("ESTABLISH_REMOTE_CONTEXT(worker_id NUMBER, remote_link VARCHAR2)"),
    _own_process_only("SET_REMOTE_WORKER(worker_id NUMBER)"),
    _own_process_only(
        "SETUP_REMOTE_CONTEXT(user_name VARCHAR2, job_name VARCHAR2, version NUMBER, status_xml VARCHAR2,"
        " status_xml_len NUMBER, more NUMBER)"
    ),
    *(_own_process_only(f"TEST_REMOTE_CONTEXT{version}") for version in (1010, 1020, 1120, 1210, 1220)),
    _subprogram(
        "CLIENT_LOB_APPEND(value VARCHAR2, position NUMBER, as_is NUMBER := 0)", calls.client_lob_append, "VALUE"
    ),
    _subprogram("CLIENT_LOB_GET RETURN CLOB", calls.client_lob_get),
    _subprogram("CLIENT_LOB_DELETE", calls.client_lob_delete),
)  # fmt: skip

PACKAGE = SuppliedPackage("DBMS_DATAPUMP", _SUBPROGRAMS, CONSTANTS, EXCEPTIONS)
