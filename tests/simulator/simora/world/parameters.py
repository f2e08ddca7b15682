# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Initialization parameters: what V$PARAMETER shows and what ALTER SESSION and ALTER SYSTEM may set."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..errors import OraError

if TYPE_CHECKING:
    from .database import Database

BOOLEAN, STRING, INTEGER = 1, 2, 3


@dataclasses.dataclass(frozen=True)
class Parameter:
    """type as in V$PARAMETER.TYPE; system: IMMEDIATE, DEFERRED or FALSE."""

    name: str
    type: int
    default: str | None
    session: bool
    system: str
    pdb: bool
    description: str


def _p(name: str, kind: int, default: str | None, modifiable: str, description: str) -> Parameter:
    """modifiable: letters s (by session), i (by system at once), d (deferred), p (in a PDB)."""
    system = "IMMEDIATE" if "i" in modifiable else "DEFERRED" if "d" in modifiable else "FALSE"
    return Parameter(name, kind, default, "s" in modifiable, system, "p" in modifiable, description)


# Database Reference 19c: type, default, "Modifiable" and "Modifiable in a PDB" of each.
PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        _p("cluster_database", BOOLEAN, "FALSE", "", "if TRUE startup in cluster database mode"),
        _p("cluster_database_instances", INTEGER, "1", "", "number of instances to use for sizing cluster db SGA"),
        _p("compatible", STRING, None, "", "Database will be completely compatible with this software version"),
        _p("cpu_count", INTEGER, "4", "ip", "number of CPUs for this instance"),
        _p("cursor_sharing", STRING, "EXACT", "sip", "cursor sharing mode"),
        _p("db_block_size", INTEGER, "8192", "", "Size of database block in bytes"),
        _p("db_create_file_dest", STRING, None, "sip", "default database location"),
        _p("db_domain", STRING, None, "", "directory part of global database name stored with CREATE DATABASE"),
        _p("db_name", STRING, None, "", "database name specified in CREATE DATABASE"),
        _p("db_unique_name", STRING, None, "", "Database Unique Name"),
        _p("ddl_lock_timeout", INTEGER, "0", "sip", "timeout to restrict the time that ddls wait for dml lock"),
        _p("enable_pluggable_database", BOOLEAN, "FALSE", "", "Enable Pluggable Database"),
        _p("global_names", BOOLEAN, "FALSE", "sip", "enforce that database links have same name as remote database"),
        _p("instance_name", STRING, None, "", "instance name supported by the instance"),
        _p("instance_number", INTEGER, "0", "", "instance number"),
        _p("job_queue_processes", INTEGER, "1000", "ip", "maximum number of job queue slave processes"),
        _p("nls_calendar", STRING, "GREGORIAN", "sp", "NLS calendar system name"),
        _p("nls_comp", STRING, "BINARY", "sp", "NLS comparison"),
        _p("nls_date_format", STRING, "DD-MON-RR", "sp", "NLS Oracle date format"),
        _p("nls_date_language", STRING, "AMERICAN", "sp", "NLS date language name"),
        _p("nls_language", STRING, "AMERICAN", "sp", "NLS language name"),
        _p("nls_length_semantics", STRING, "BYTE", "sip", "create columns using byte or char semantics by default"),
        _p("nls_numeric_characters", STRING, ".,", "sp", "NLS numeric characters"),
        _p("nls_sort", STRING, "BINARY", "sp", "NLS linguistic definition name"),
        _p("nls_territory", STRING, "AMERICA", "sp", "NLS territory name"),
        _p("nls_timestamp_format", STRING, "DD-MON-RR HH.MI.SSXFF AM", "sp", "time stamp format"),
        _p("nls_timestamp_tz_format", STRING, "DD-MON-RR HH.MI.SSXFF AM TZR", "sp", "timestamp with timezone format"),
        _p("open_cursors", INTEGER, "300", "ip", "max # cursors per session"),
        _p("optimizer_mode", STRING, "ALL_ROWS", "sip", "optimizer mode"),
        _p("processes", INTEGER, "300", "", "user processes"),
        _p("recyclebin", STRING, "on", "sdp", "recyclebin processing"),
        _p("remote_login_passwordfile", STRING, "EXCLUSIVE", "", "password file usage parameter"),
        _p("resumable_timeout", INTEGER, "0", "sip", "set resumable_timeout"),
        _p("service_names", STRING, None, "i", "service names supported by the instance"),
        _p("sessions", INTEGER, "472", "ip", "user and system sessions"),
        _p("sql_trace", BOOLEAN, "FALSE", "sip", "enable SQL trace"),
        _p("statistics_level", STRING, "TYPICAL", "sip", "statistics level"),
        _p("streams_pool_size", INTEGER, "0", "i", "size in bytes of the streams pool"),
        _p("undo_tablespace", STRING, "UNDOTBS1", "ip", "use/switch undo tablespace"),
    )
}

_CHOICES = {"recyclebin": ("ON", "OFF"), "nls_length_semantics": ("BYTE", "CHAR"), "nls_comp": ("BINARY", "LINGUISTIC")}
_MAXIMUM = {"ddl_lock_timeout": 1_000_000}


class Parameters:
    """Values per instance and per session, in the dictionary so that the views show them."""

    def __init__(self, database: Database) -> None:
        self._sqlite = database.sqlite

    def define(self, inst_id: int, values: dict[str, str | None]) -> None:
        """All parameters of an instance at its start; values differ from the defaults. Raises ValueError on a name."""
        for name in values:
            if name not in PARAMETERS:
                raise ValueError(f"unknown parameter {name}")
        self._sqlite.execute("DELETE FROM x_parameter WHERE INST_ID = ?", (inst_id,))
        for number, parameter in enumerate(PARAMETERS.values(), 1):
            value = values.get(parameter.name, parameter.default)
            self._sqlite.execute(
                "INSERT INTO x_parameter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    inst_id, number, parameter.name, parameter.type, value, parameter.default,
                    "FALSE" if parameter.name in values else "TRUE", "TRUE" if parameter.session else "FALSE",
                    parameter.system, "TRUE" if parameter.pdb else "FALSE", parameter.description,
                ),
            )  # fmt: skip

    def system_value(self, inst_id: int, name: str) -> str | None:
        row = self._sqlite.execute(
            "SELECT VALUE FROM x_parameter WHERE INST_ID = ? AND NAME = ?", (inst_id, name)
        ).fetchone()
        return row[0] if row else None

    def value(self, inst_id: int, sid: int, name: str) -> str | None:
        """What holds for a session: its own setting, else the instance's."""
        row = self._sqlite.execute(
            "SELECT VALUE FROM x_session_parameter WHERE SID = ? AND NAME = ?", (sid, name)
        ).fetchone()
        return row[0] if row else self.system_value(inst_id, name)

    def set_session(self, sid: int, name: str, value: str) -> None:
        """Raises ORA-02248 for an unknown option, ORA-02096 for one that a session cannot set, ORA-00096 and
        ORA-02017 for a bad value."""
        parameter = PARAMETERS.get(name.lower())
        if parameter is None:
            raise OraError(2248)
        if not parameter.session:
            raise OraError(2096)
        value = _checked(parameter, value)
        self._sqlite.execute("DELETE FROM x_session_parameter WHERE SID = ? AND NAME = ?", (sid, parameter.name))
        self._sqlite.execute("INSERT INTO x_session_parameter VALUES (?, ?, ?)", (sid, parameter.name, value))

    def set_system(self, name: str, value: str, deferred: bool, in_memory: bool) -> None:
        """in_memory False is SCOPE=SPFILE, which changes nothing until a restart and is then lost here.

        Raises ORA-02065 for an unknown option, ORA-02095 and ORA-02096 for one that cannot be set this way."""
        parameter = PARAMETERS.get(name.lower())
        if parameter is None:
            raise OraError(2065)
        if in_memory and parameter.system == "FALSE":
            raise OraError(2095)
        if in_memory and parameter.system == "DEFERRED" and not deferred:
            raise OraError(2096)
        value = _checked(parameter, value)
        if in_memory:
            self._sqlite.execute("UPDATE x_parameter SET VALUE = ? WHERE NAME = ?", (value, parameter.name))

    def forget_session(self, sid: int) -> None:
        self._sqlite.execute("DELETE FROM x_session_parameter WHERE SID = ?", (sid,))


def _checked(parameter: Parameter, value: str) -> str:
    choices = _CHOICES.get(parameter.name)
    if choices is not None:
        if value.upper() not in choices:
            raise OraError(96, value, parameter.name, ", ".join(choices))
        return value.upper()
    if parameter.type == INTEGER:
        if not value.lstrip("-").isdigit():
            raise OraError(2017)
        if not 0 <= int(value) <= _MAXIMUM.get(parameter.name, 2**31):
            raise OraError(68, value, parameter.name, "0", str(_MAXIMUM.get(parameter.name, 2**31)))
    if parameter.type == BOOLEAN and value.upper() not in ("TRUE", "FALSE"):
        raise OraError(96, value, parameter.name, "TRUE, FALSE")
    return value
