# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls that define a job: parameters, filters, remaps, transforms. Each may raise Refusal.

Which exception stands for which fault: PL/SQL Packages and Types Reference 19c, DBMS_DATAPUMP. Which message explains
it underneath is taken from the error messages manual where it names the case, and else assumed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import OraError
from . import vocabulary
from .client import Client
from .definition import Filter, Remap
from .failures import Refusal
from .memory import LiveJob
from .process_session import satisfies
from .pump_objects import partial_paths
from .selection import condition, listed_names
from .states import Call

if TYPE_CHECKING:
    from ..world.objects import StoredObject

_LEAST_SAMPLE, _GREATEST_SAMPLE = 0.000001, 100
_TIME = re.compile(
    r"\s*TO_(TIMESTAMP|DATE)\s*\(.*\)\s*|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?|SYSTIMESTAMP|SYSDATE", re.I
)


def set_parameter(client: Client, handle: object, name: str | None, value: object) -> None:
    """ORA-39001 for name and value, 39005 for operation and mode, 31631 for privileges, 39002 for the edition."""
    wanted = (name or "").upper()
    is_secret = wanted == vocabulary.SECRET_PARAMETER
    job = client.job_for(handle, Call.SET_PARAMETER, encryption_password=is_secret)
    target = client.master(job)
    parameter = vocabulary.PARAMETERS.get(wanted)
    if parameter is None:
        raise Refusal(39001, OraError(39208, wanted, job.operation))
    if value is None or isinstance(value, str) == parameter.is_number:
        raise Refusal(39001, OraError(39207, "" if is_secret or value is None else value, wanted))
    network = client.service.is_networked(target, job.operation)
    if not parameter.suits(export=job.is_export, network=network):
        raise Refusal(39005, OraError(39208, wanted, job.operation))
    if not parameter.suits_mode(job.mode):
        raise Refusal(39005, OraError(39208, wanted, job.mode))
    if parameter.privileged and not client.has_role_for(job.operation):
        raise Refusal(31631, OraError(39209, wanted))
    if not is_secret:
        value = _checked_value(client, job, target, wanted, value)
    _check_edition(client, job, target, wanted, value)
    _check_conflict(client, target, wanted, value)
    if wanted == "KEEP_MASTER":
        job.keep_master = int(str(value))
        client.service.jobs.save(job)
    content = client.service.tables.content
    if is_secret:
        client.service.passwords[job.job_id] = str(value)
        content.set_parameter(target, wanted, None)
    elif parameter.repeatable:
        content.add_parameter(target, wanted, value)
    else:
        content.set_parameter(target, wanted, value)


def _checked_value(client: Client, job: LiveJob, target: StoredObject, name: str, value: object) -> object:
    parameter = vocabulary.PARAMETERS[name]
    if parameter.is_number:
        number = int(str(value))
        if number < 0 or (name == "FLASHBACK_SCN" and number > client.session.database.scn):
            raise Refusal(39001, OraError(39207, value, name))
        return value
    if parameter.values:
        if str(value).upper() not in parameter.values:
            raise Refusal(39001, OraError(39207, value, name))
        return str(value).upper()
    if name == "FLASHBACK_TIME" and not _TIME.fullmatch(str(value)):
        raise Refusal(39001, OraError(39150))
    return value


def _check_edition(client: Client, job: LiveJob, target: StoredObject, name: str, value: object) -> None:
    """What the job's version or the database's edition does not have."""
    parameter = vocabulary.PARAMETERS[name]
    service = client.service
    version = service.compatible(target, job.operation)
    if tuple(int(part) for part in version.split(".")[:2]) < parameter.since:
        raise Refusal(39002, OraError(39055, name, version))
    needs = parameter.enterprise and str(value) in parameter.enterprise
    if (needs or (name == vocabulary.SECRET_PARAMETER and job.is_export)) and service.is_standard_edition:
        raise Refusal(39002, OraError(439, "Advanced Compression" if "COMPRESSION" in name else "Dump File Encryption"))


def _check_conflict(client: Client, target: StoredObject, name: str, value: object) -> None:
    given = client.service.definition(target).parameters
    other = {"FLASHBACK_SCN": "FLASHBACK_TIME", "FLASHBACK_TIME": "FLASHBACK_SCN"}.get(name)
    if other in given:
        raise Refusal(39001, OraError(39051, f"{name}, {other}"))
    if name == "TABLE_EXISTS_ACTION" and given.get("INCLUDE_METADATA") == 0 and value in ("SKIP", "REPLACE"):
        raise Refusal(39001, OraError(39207, value, name))
    if name == "TABLESPACE_DATAFILE" and given.get(name) == value:
        raise Refusal(39001, OraError(39051, name))
    if name == vocabulary.SECRET_PARAMETER and given.get("ENCRYPTION_MODE") == "TRANSPARENT":
        raise Refusal(39005, OraError(39208, name, "TRANSPARENT"))


def metadata_filter(
    client: Client, handle: object, name: str | None, value: object, path: str | None, object_type: str | None
) -> None:
    """ORA-39001 for an unknown name or path, 39005 for a missing value, 31631 for the schemas of others.

    object_type: what object_path was called before."""
    path = path or object_type
    job = client.job_for(handle, Call.METADATA_FILTER)
    target = client.master(job)
    wanted = (name or "").upper()
    if wanted not in vocabulary.METADATA_FILTERS:
        raise Refusal(39001, OraError(39207, wanted, "NAME"))
    if not isinstance(value, str):
        raise Refusal(39005, OraError(39207, "", wanted))
    if path is not None and ("PATH" in wanted or not _is_path(path)):
        raise Refusal(39001, OraError(39168, path))
    item = Filter(wanted, value, path.upper() if path else None)
    _check_condition(client, item)
    if wanted.startswith("SCHEMA_"):
        _check_schemas(client, job, target, item)
    row = {"OBJECT_TYPE_PATH": item.object_path, **_text_columns(value)}
    client.service.tables.content.add_parameter(target, wanted, None, row)


def _is_path(path: str) -> bool:
    return set(path.upper().split("/")) <= vocabulary.OBJECT_PATHS | partial_paths("SCHEMA_EXPORT/DATABASE_EXPORT")


def _check_condition(client: Client, item: Filter) -> None:
    """Raises 39001 for an expression that is none, or a list without quotes."""
    if item.name in ("VIEWS_AS_TABLES", "EXCLUDE_TABLES"):
        return
    try:
        satisfies(client.session, "X", condition(item))
    except OraError as error:
        if error.code == 39071:
            raise Refusal(39001, OraError(39071, item.name)) from error
        raise Refusal(39001, OraError(39071, item.name), error) from error


def _check_schemas(client: Client, job: LiveJob, target: StoredObject, item: Filter) -> None:
    service, session = client.service, client.session
    earlier = [one for one in service.definition(target).filters if one.name.startswith("SCHEMA_")]
    if job.mode == "TABLE" and earlier:
        raise Refusal(39001, OraError(39051, item.name))
    if job.is_export and not client.has_role_for(job.operation):
        schemas = service.dictionary(session.con_id).schemas()
        if item.name == "SCHEMA_LIST":
            schemas = sorted({*schemas, *listed_names(str(item.value))})
        text = condition(item)
        if any(schema != session.user and satisfies(session, schema, text) for schema in schemas):
            raise Refusal(31631, OraError(39109))


def data_filter(
    client: Client, handle: object, name: str | None, value: object, table: str | None, schema: str | None
) -> None:
    """ORA-39001 for name, mode and repetition, 39005 for the value's type, 31631 for the tables of others."""
    job = client.job_for(handle, Call.DATA_FILTER)
    target = client.master(job)
    wanted = (name or "").upper()
    if wanted not in vocabulary.DATA_FILTERS:
        raise Refusal(39001, OraError(39207, wanted, "NAME"))
    if job.mode == "TRANSPORTABLE":
        raise Refusal(39001, OraError(39202, job.mode))
    if value is None or isinstance(value, str) == vocabulary.DATA_FILTERS[wanted]:
        raise Refusal(39005, OraError(39207, "" if value is None else value, wanted))
    if schema is not None and table is None:
        raise Refusal(39005, OraError(39207, schema, "SCHEMA_NAME"))
    if schema not in (None, client.session.user) and not client.has_role_for(job.operation):
        raise Refusal(31631, OraError(39109))
    if wanted == "SAMPLE" and not _LEAST_SAMPLE <= float(str(value)) < _GREATEST_SAMPLE:
        raise Refusal(39001, OraError(39163, value))
    given = client.service.definition(target).data_filters
    if any((item.name, item.table, item.schema) == (wanted, table, schema) for item in given):
        raise Refusal(39001, OraError(39051, wanted))
    row: dict[str, object] = {"OBJECT_NAME": table, "OBJECT_SCHEMA": schema}
    row |= _text_columns(value) if isinstance(value, str) else {"VALUE_N": value}
    client.service.tables.content.add_parameter(target, wanted, None, row)


def data_remap(
    client: Client,
    handle: object,
    name: str | None,
    table: str | None,
    column: str | None,
    function: str | None,
    schema: str | None,
) -> None:
    """ORA-39001 for name, mode and missing arguments, 39002 for SQL files."""
    job = client.job_for(handle, Call.DATA_REMAP)
    target = client.master(job)
    wanted = (name or "").upper()
    if job.operation == "SQL_FILE":
        raise Refusal(39002, OraError(39208, wanted, job.operation))
    if wanted not in vocabulary.DATA_REMAPS or not (table and column and function):
        raise Refusal(39001, OraError(39207, wanted, "NAME"))
    definition = client.service.definition(target)
    without_rows = any(item.name == "INCLUDE_ROWS" and item.value == 0 for item in definition.data_filters)
    if job.mode == "TRANSPORTABLE" or without_rows:
        raise Refusal(39001, OraError(39202, job.mode))
    row = {"OLD_VALUE": column, "VALUE_T": function, "OBJECT_NAME": table, "OBJECT_SCHEMA": schema}
    client.service.tables.content.add_parameter(target, wanted, None, row)


def metadata_remap(
    client: Client, handle: object, name: str | None, old: str | None, value: str | None, object_type: str | None
) -> None:
    """ORA-39002 for exports, 39001 for name and repetition, 39005 for a missing value, 31631 for other schemas."""
    job = client.job_for(handle, Call.METADATA_REMAP)
    target = client.master(job)
    wanted = (name or "").upper()
    if job.is_export:
        raise Refusal(39002, OraError(39208, wanted, job.operation))
    if wanted not in vocabulary.METADATA_REMAPS:
        raise Refusal(39001, OraError(39207, wanted, "NAME"))
    if old is None or value is None:
        raise Refusal(39005, OraError(39207, "", wanted))
    if not client.has_role_for(job.operation) and (
        wanted == "REMAP_DATAFILE" or (wanted == "REMAP_SCHEMA" and value != client.session.user)
    ):
        raise Refusal(31631, OraError(39122, wanted))
    new = Remap(wanted, old, value, object_type)
    given = client.service.definition(target).remaps
    if any((one.name, one.old, one.object_path) == (new.name, new.old, new.object_path) for one in given):
        raise Refusal(39001, OraError(39051, wanted))
    row = {"OLD_VALUE": old, "VALUE_T": value, "OBJECT_TYPE_PATH": object_type}
    client.service.tables.content.add_parameter(target, wanted, None, row)


def metadata_transform(
    client: Client, handle: object, name: str | None, value: object, object_type: str | None
) -> None:
    """ORA-39002 for exports, 39001 for name, mode and repetition, 39005 for the value's type."""
    job = client.job_for(handle, Call.METADATA_TRANSFORM)
    target = client.master(job)
    wanted = (name or "").upper()
    if job.is_export:
        raise Refusal(39002, OraError(39208, wanted, job.operation))
    if wanted not in vocabulary.TRANSFORMS:
        raise Refusal(39001, OraError(39207, wanted, "NAME"))
    if job.mode == "TRANSPORTABLE":
        raise Refusal(39001, OraError(39205))
    if value is None or isinstance(value, str) == vocabulary.TRANSFORMS[wanted]:
        raise Refusal(39005, OraError(39207, "" if value is None else value, wanted))
    if wanted == "PCTSPACE" and int(str(value)) < 1:
        raise Refusal(39001, OraError(39210, value))
    given = client.service.definition(target).transforms
    if any((one.name, one.object_path) == (wanted, object_type) for one in given):
        raise Refusal(39001, OraError(39051, wanted))
    row: dict[str, object] = {"OBJECT_TYPE_PATH": object_type}
    row |= _text_columns(value) if isinstance(value, str) else {"VALUE_N": value}
    client.service.tables.content.add_parameter(target, wanted, None, row)


def _text_columns(value: str) -> dict[str, object]:
    """A text that VALUE_T is too short for goes into the CLOB."""
    return {"VALUE_T": value} if len(value) <= 4000 else {"XML_CLOB": value}
