# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Object and collection types of schema SYS that have public synonyms.

The KU$_ types are those of DBMS_DATAPUMP.GET_STATUS in release 12.2 and later (PL/SQL Packages and Types Reference,
"DBMS_DATAPUMP", "Data Structures"); the generic names stand for the newest version. KU$_STATUS1020 is there
on every release.
"""

from __future__ import annotations

from ..plsql.runtime.datatypes import DATE, NUMBER, CollectionType, DataType, FieldType, RecordType, ScalarType


def _text(size: int) -> DataType:
    return ScalarType("VARCHAR2", size)


def _object(type_name: str, /, **attributes: DataType) -> RecordType:
    fields = {attribute.upper(): FieldType(attribute_type) for attribute, attribute_type in attributes.items()}
    return RecordType(type_name, fields, is_object=True)


def _table_of(name: str, element: DataType) -> CollectionType:
    return CollectionType(name, element)


_LOG_LINE = _object("KU$_LOGLINE1010", loglinenumber=NUMBER, errornumber=NUMBER, logtext=_text(2000))
_LOG_ENTRY = _table_of("KU$_LOGENTRY1010", _LOG_LINE)

_DUMP_FILE = _object(
    "KU$_DUMPFILE1010", file_name=_text(4000), file_type=NUMBER, file_size=NUMBER, file_bytes_written=NUMBER
)
_DUMP_FILE_SET = _table_of("KU$_DUMPFILESET1010", _DUMP_FILE)

_PARAMETER_VALUE = _object(
    "KU$_PARAMVALUE1010",
    param_name=_text(30),
    param_op=_text(30),
    param_type=_text(30),
    param_length=NUMBER,
    param_value_n=NUMBER,
    param_value_t=_text(4000),
)
_PARAMETER_VALUES = _table_of("KU$_PARAMVALUES1010", _PARAMETER_VALUE)

_WORKER_STATUS = _object(
    "KU$_WORKERSTATUS1220",
    worker_number=NUMBER,
    process_name=_text(128),
    state=_text(30),
    schema=_text(128),
    name=_text(4000),
    object_type=_text(200),
    partition=_text(128),
    completed_objects=NUMBER,
    total_objects=NUMBER,
    completed_rows=NUMBER,
    completed_bytes=NUMBER,
    percent_done=NUMBER,
    degree=NUMBER,
    instance_id=NUMBER,
    instance_name=_text(60),
    host_name=_text(101),
    access_method=_text(16),
    obj_start_time=DATE,
    obj_status=DATE,
)
_WORKER_STATUS_LIST = _table_of("KU$_WORKERSTATUSLIST1220", _WORKER_STATUS)

_JOB_STATUS = _object(
    "KU$_JOBSTATUS1220",
    job_name=_text(128),
    operation=_text(30),
    job_mode=_text(30),
    bytes_processed=NUMBER,
    total_bytes=NUMBER,
    percent_done=NUMBER,
    degree=NUMBER,
    error_count=NUMBER,
    state=_text(30),
    phase=NUMBER,
    restart_count=NUMBER,
    heartbeat=NUMBER,
    worker_status_list=_WORKER_STATUS_LIST,
    files=_DUMP_FILE_SET,
)

_JOB_DESCRIPTION = _object(
    "KU$_JOBDESC1220",
    job_name=_text(128),
    guid=ScalarType("RAW", 16),
    operation=_text(30),
    job_mode=_text(30),
    remote_link=_text(4000),
    owner=_text(128),
    platform=_text(101),
    exp_platform=_text(101),
    global_name=_text(4000),
    exp_global_name=_text(4000),
    instance=_text(60),
    db_version=_text(60),
    exp_db_version=_text(60),
    job_version=_text(60),
    scn=NUMBER,
    creator_privs=_text(30),
    start_time=DATE,
    exp_start_time=DATE,
    term_reason=NUMBER,
    max_degree=NUMBER,
    timezone=_text(64),
    exp_timezone=_text(64),
    tstz_version=NUMBER,
    exp_tstz_version=NUMBER,
    endianness=NUMBER,
    exp_endianness=NUMBER,
    charset=_text(40),
    exp_charset=_text(40),
    ncharset=_text(40),
    exp_ncharset=_text(40),
    log_file=_text(4000),
    sql_file=_text(4000),
    params=_PARAMETER_VALUES,
)

_STATUS = _object(
    "KU$_STATUS1220",
    mask=NUMBER,
    wip=_LOG_ENTRY,
    job_description=_JOB_DESCRIPTION,
    job_status=_JOB_STATUS,
    error=_LOG_ENTRY,
)


def _without(version: str, declared: RecordType, *later: str, **changed: DataType) -> RecordType:
    """The version of an object type before these attributes came. Versioned types are never changed or removed."""
    fields = {name: field for name, field in declared.fields.items() if name.lower() not in later}
    fields.update({name.upper(): FieldType(attribute_type) for name, attribute_type in changed.items()})
    return RecordType(declared.name.replace("1220", version), fields, is_object=True)


_WORKER_STATUS_1020 = _without(
    "1020",
    _WORKER_STATUS,
    *("instance_id", "instance_name", "host_name", "access_method", "obj_start_time", "obj_status"),
)
_WORKER_STATUS_LIST_1020 = _table_of("KU$_WORKERSTATUSLIST1020", _WORKER_STATUS_1020)
_JOB_STATUS_1020 = _without("1020", _JOB_STATUS, "heartbeat", worker_status_list=_WORKER_STATUS_LIST_1020)
_JOB_DESCRIPTION_1020 = _without(
    "1020",
    _JOB_DESCRIPTION,
    *("job_version", "timezone", "exp_timezone", "tstz_version", "exp_tstz_version", "endianness", "exp_endianness"),
    *("charset", "exp_charset", "ncharset", "exp_ncharset"),
)
_STATUS_1020 = _object(
    "KU$_STATUS1020",
    mask=NUMBER,
    wip=_LOG_ENTRY,
    job_description=_JOB_DESCRIPTION_1020,
    job_status=_JOB_STATUS_1020,
    error=_LOG_ENTRY,
)

_DUMP_FILE_ITEM = _object("KU$_DUMPFILE_ITEM", item_code=NUMBER, value=_text(2048))

_GENERIC_NAMES: dict[str, DataType] = {
    "KU$_DUMPFILE": _DUMP_FILE,
    "KU$_DUMPFILESET": _DUMP_FILE_SET,
    "KU$_DUMPFILE_INFO": _table_of("KU$_DUMPFILE_INFO", _DUMP_FILE_ITEM),
    "KU$_JOBDESC": _JOB_DESCRIPTION,
    "KU$_JOBSTATUS": _JOB_STATUS,
    "KU$_LOGENTRY": _LOG_ENTRY,
    "KU$_LOGLINE": _LOG_LINE,
    "KU$_PARAMVALUE": _PARAMETER_VALUE,
    "KU$_PARAMVALUES": _PARAMETER_VALUES,
    "KU$_STATUS": _STATUS,
    "KU$_WORKERSTATUS": _WORKER_STATUS,
    "KU$_WORKERSTATUSLIST": _WORKER_STATUS_LIST,
}

# Standard collections for names and numbers.
_COLLECTIONS: dict[str, DataType] = {
    "DBMSOUTPUT_LINESARRAY": CollectionType("DBMSOUTPUT_LINESARRAY", _text(32767), limit=2147483647),
    "DBMS_DEBUG_VC2COLL": _table_of("DBMS_DEBUG_VC2COLL", _text(1000)),
    "ODCIDATELIST": CollectionType("ODCIDATELIST", DATE, limit=32767),
    "ODCINUMBERLIST": CollectionType("ODCINUMBERLIST", NUMBER, limit=32767),
    "ODCIVARCHAR2LIST": CollectionType("ODCIVARCHAR2LIST", _text(4000), limit=32767),
}

OBJECT_TYPES: dict[str, DataType] = {
    **{declared.name: declared for declared in (*_GENERIC_NAMES.values(), _STATUS_1020, _DUMP_FILE_ITEM)},
    **_GENERIC_NAMES,
    **_COLLECTIONS,
}
