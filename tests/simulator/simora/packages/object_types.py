# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Object and collection types of schema SYS: those of DBMS_DATAPUMP, and standard collections.

Each release adds versions of the KU$_ types that have changed and never changes one that exists; names without a
version are synonyms of the newest (PL/SQL Packages and Types Reference, "DBMS_DATAPUMP", "Data Structures").
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ..plsql.runtime.datatypes import DATE, NUMBER, CollectionType, DataType, FieldType, RecordType, ScalarType
from ..values import TypeIdentity

_OWNER = "SYS"
# The first release with each version.
_SINCE = {"1010": (10, 1), "1020": (10, 2), "1120": (11, 2), "1210": (12, 1), "1220": (12, 2)}

Attributes = Mapping[str, DataType]


def _identity(name: str) -> TypeIdentity:
    """The same in every database, as those of supplied types are."""
    return TypeIdentity(_OWNER, name, hashlib.md5(f"{_OWNER}.{name}".encode(), usedforsecurity=False).digest())


def _text(size: int) -> DataType:
    return ScalarType("VARCHAR2", size)


def _object(name: str, attributes: Attributes) -> RecordType:
    fields = {attribute: FieldType(declared) for attribute, declared in attributes.items()}
    return RecordType(name, fields, is_object=True, identity=_identity(name))


def _table_of(name: str, element: DataType, limit: int | None = None) -> CollectionType:
    return CollectionType(name, element, limit=limit, identity=_identity(name))


_LOG_LINE = _object("KU$_LOGLINE1010", {"LOGLINENUMBER": NUMBER, "ERRORNUMBER": NUMBER, "LOGTEXT": _text(2000)})
_LOG_ENTRY = _table_of("KU$_LOGENTRY1010", _LOG_LINE)
_DUMP_FILE = _object(
    "KU$_DUMPFILE1010",
    {"FILE_NAME": _text(4000), "FILE_TYPE": NUMBER, "FILE_SIZE": NUMBER, "FILE_BYTES_WRITTEN": NUMBER},
)
_DUMP_FILE_SET = _table_of("KU$_DUMPFILESET1010", _DUMP_FILE)
_PARAMETER_VALUE = _object(
    "KU$_PARAMVALUE1010",
    {
        "PARAM_NAME": _text(30),
        "PARAM_OP": _text(30),
        "PARAM_TYPE": _text(30),
        "PARAM_LENGTH": NUMBER,
        "PARAM_VALUE_N": NUMBER,
        "PARAM_VALUE_T": _text(4000),
    },
)
_PARAMETER_VALUES = _table_of("KU$_PARAMVALUES1010", _PARAMETER_VALUE)
_DUMP_FILE_ITEM = _object("KU$_DUMPFILE_ITEM", {"ITEM_CODE": NUMBER, "VALUE": _text(2048)})
_DUMP_FILE_INFO = _table_of("KU$_DUMPFILE_INFO", _DUMP_FILE_ITEM)


def _worker_attributes(version: str) -> Attributes:
    name = _text(128 if version == "1220" else 30)
    attributes: dict[str, DataType] = {
        "WORKER_NUMBER": NUMBER,
        "PROCESS_NAME": name,
        "STATE": _text(30),
        "SCHEMA": name,
        "NAME": _text(4000),
        "OBJECT_TYPE": _text(200),
        "PARTITION": name,
        "COMPLETED_OBJECTS": NUMBER,
        "TOTAL_OBJECTS": NUMBER,
        "COMPLETED_ROWS": NUMBER,
        "COMPLETED_BYTES": NUMBER,
        "PERCENT_DONE": NUMBER,
    }
    if version >= "1020":
        attributes["DEGREE"] = NUMBER
    if version >= "1120":
        attributes["INSTANCE_ID"] = NUMBER
    if version >= "1210":
        attributes["INSTANCE_NAME"] = _text(60)
        attributes["HOST_NAME"] = _text(101 if version == "1220" else 64)
    if version == "1220":
        attributes |= {"ACCESS_METHOD": _text(16), "OBJ_START_TIME": DATE, "OBJ_STATUS": DATE}
    return attributes


def _job_status_attributes(version: str, workers: DataType) -> Attributes:
    attributes: dict[str, DataType] = {
        "JOB_NAME": _text(128 if version == "1220" else 30),
        "OPERATION": _text(30),
        "JOB_MODE": _text(30),
        "BYTES_PROCESSED": NUMBER,
        "TOTAL_BYTES": NUMBER,
        "PERCENT_DONE": NUMBER,
        "DEGREE": NUMBER,
        "ERROR_COUNT": NUMBER,
        "STATE": _text(30),
        "PHASE": NUMBER,
        "RESTART_COUNT": NUMBER,
    }
    if version == "1220":
        attributes["HEARTBEAT"] = NUMBER
    return attributes | {"WORKER_STATUS_LIST": workers, "FILES": _DUMP_FILE_SET}


def _job_description_attributes(version: str) -> Attributes:
    long_name = _text(128 if version == "1220" else 30)
    attributes: dict[str, DataType] = {
        "JOB_NAME": long_name,
        "GUID": ScalarType("RAW", 16),
        "OPERATION": _text(30),
        "JOB_MODE": _text(30),
        "REMOTE_LINK": _text(4000),
        "OWNER": long_name,
        "PLATFORM": _text(101),
        "EXP_PLATFORM": _text(101),
        "GLOBAL_NAME": _text(4000),
        "EXP_GLOBAL_NAME": _text(4000),
        "INSTANCE": _text(60),
        "DB_VERSION": _text(60),
        "EXP_DB_VERSION": _text(60),
    }
    if version >= "1210":
        attributes["JOB_VERSION"] = _text(60)
    attributes |= {
        "SCN": NUMBER,
        "CREATOR_PRIVS": _text(30),
        "START_TIME": DATE,
        "EXP_START_TIME": DATE,
        "TERM_REASON": NUMBER,
        "MAX_DEGREE": NUMBER,
    }
    if version >= "1210":
        attributes |= {
            "TIMEZONE": _text(64),
            "EXP_TIMEZONE": _text(64),
            "TSTZ_VERSION": NUMBER,
            "EXP_TSTZ_VERSION": NUMBER,
            "ENDIANNESS": NUMBER,
            "EXP_ENDIANNESS": NUMBER,
            "CHARSET": _text(40),
            "EXP_CHARSET": _text(40),
            "NCHARSET": _text(40),
            "EXP_NCHARSET": _text(40),
        }
    return attributes | {"LOG_FILE": _text(4000), "SQL_FILE": _text(4000), "PARAMS": _PARAMETER_VALUES}


def _versioned(version: str, description: DataType) -> dict[str, DataType]:
    """The types that have changed with a version, by their names without it."""
    worker = _object(f"KU$_WORKERSTATUS{version}", _worker_attributes(version))
    workers = _table_of(f"KU$_WORKERSTATUSLIST{version}", worker)
    job_status = _object(f"KU$_JOBSTATUS{version}", _job_status_attributes(version, workers))
    status = _object(
        f"KU$_STATUS{version}",
        {
            "MASK": NUMBER,
            "WIP": _LOG_ENTRY,
            "JOB_DESCRIPTION": description,
            "JOB_STATUS": job_status,
            "ERROR": _LOG_ENTRY,
        },
    )
    return {
        "KU$_WORKERSTATUS": worker,
        "KU$_WORKERSTATUSLIST": workers,
        "KU$_JOBDESC": description,
        "KU$_JOBSTATUS": job_status,
        "KU$_STATUS": status,
    }


def _versions() -> dict[str, dict[str, DataType]]:
    found = {}
    description: DataType | None = None
    for version in _SINCE:
        if version != "1120":  # 11.2 kept the job description of 10.2
            description = _object(f"KU$_JOBDESC{version}", _job_description_attributes(version))
        assert description is not None
        found[version] = _versioned(version, description)
    return found


_VERSIONS = _versions()

_UNVERSIONED: tuple[DataType, ...] = (
    _DUMP_FILE_ITEM,
    _DUMP_FILE_INFO,
    _table_of("DBMSOUTPUT_LINESARRAY", _text(32767), limit=2147483647),
    _table_of("DBMS_DEBUG_VC2COLL", _text(1000)),
    _table_of("ODCIDATELIST", DATE, limit=32767),
    _table_of("ODCINUMBERLIST", NUMBER, limit=32767),
    _table_of("ODCIVARCHAR2LIST", _text(4000), limit=32767),
)
_SINGLE_VERSION: dict[str, DataType] = {
    "KU$_DUMPFILE": _DUMP_FILE,
    "KU$_DUMPFILESET": _DUMP_FILE_SET,
    "KU$_LOGENTRY": _LOG_ENTRY,
    "KU$_LOGLINE": _LOG_LINE,
    "KU$_PARAMVALUE": _PARAMETER_VALUE,
    "KU$_PARAMVALUES": _PARAMETER_VALUES,
}


def _known_versions(release: tuple[int, ...]) -> list[str]:
    return [version for version, since in _SINCE.items() if since <= tuple(release[:2])]


def supplied_types(release: tuple[int, ...]) -> dict[str, DataType]:
    """The types of a release, given by its version number, under their own names."""
    versioned = [kind for version in _known_versions(release) for kind in _VERSIONS[version].values()]
    return {kind.name: kind for kind in (*_SINGLE_VERSION.values(), *versioned, *_UNVERSIONED)}


def type_synonyms(release: tuple[int, ...]) -> dict[str, str]:
    """Names without a version, and the types that they stand for in a release."""
    newest = _VERSIONS[_known_versions(release)[-1]]
    return {name: kind.name for name, kind in {**_SINGLE_VERSION, **newest}.items()}


def status_types(release: tuple[int, ...]) -> list[DataType]:
    """The versions of KU$_STATUS, the newest first: DBMS_DATAPUMP.GET_STATUS is overloaded on them."""
    return [_VERSIONS[version]["KU$_STATUS"] for version in reversed(_known_versions(release))]


DUMP_FILE_INFO = _DUMP_FILE_INFO
