# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs that cannot be meant as they are written, through real module processes.

Each is refused by one message that begins with the option to blame, before any connection, and repeats no secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.resilience.launcher import Ended, Launcher
from ansible_collections.dbops.datapump.tests.resilience.listeners import CountingListener

SECRET = "canary-7Qx9"
DIGEST = "sha256:" + "a" * 64

FILES: dict[str, Any] = {"directory": "DP", "dumpfile": ["a_%U.dmp"]}
NAMED = {"state": "completed", "name": "NIGHTLY"}
EXPORT = {**NAMED, **FILES, "operation": "export", "schemas": ["HR"]}
IMPORT = {**EXPORT, "operation": "import"}
LINKED = {**NAMED, "operation": "import", "schemas": ["HR"], "network_link": "SRC"}
SQL_FILE = {**EXPORT, "operation": "sql_file", "sqlfile": "a.sql"}
TABLES = {**EXPORT, "schemas": None, "tables": ["HR.EMP"]}
TRANSPORTED = {**EXPORT, "schemas": None, "transport_tablespaces": ["T"]}
STOPPED = {"state": "stopped", "owner": "SCOTT", "name": "NIGHTLY"}
ABSENT = {**STOPPED, "state": "absent"}
ALWAYS = {"transportable": "always"}
STARTED = {**NAMED, "state": "started"}


def without(options: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in names}


REFUSED: list[tuple[str, dict[str, Any]]] = [
    # What the state does not take
    ("name", without(EXPORT, "name") | {"state": "started"}),
    ("name", {"state": "completed", "owner": "SCOTT"}),
    ("name", {**EXPORT, "name": "x" * 129}),
    ("name", {**EXPORT, "name": 'A"B'}),
    ("name", {**EXPORT, "name": "NIGHT*"}),
    ("owner", {**EXPORT, "owner": ""}),
    ("owner", without(STOPPED, "owner")),
    ("name", without(ABSENT, "name")),
    ("jobs", {"state": "started", "jobs": [{"owner": "A", "name": "B"}]}),
    ("schemas", {**STOPPED, "schemas": ["HR"]}),
    ("parallel", {**STOPPED, "parallel": 2}),
    ("operation", {**ABSENT, "operation": "export"}),
    ("directory", {**ABSENT, "directory": "DP"}),
    ("unless_exists", {**STOPPED, "unless_exists": [{"owner": "HR"}]}),
    ("on_timeout", {**ABSENT, "on_timeout": "stop"}),
    ("kill", {**EXPORT, "kill": True}),
    ("immediate", {**EXPORT, "immediate": True}),
    ("escalate_after", {**ABSENT, "escalate_after": "10"}),
    ("escalate_after", {**EXPORT, "on_timeout": "stop", "escalate_after": "10"}),
    ("escalate_after", {**STOPPED, "immediate": True, "escalate_after": "10"}),
    ("escalate_after", {**STOPPED, "escalate_after": "soon"}),
    ("escalate_after", {**STOPPED, "escalate_after": "0"}),
    ("escalate_after", {**STOPPED, "escalate_after": "2m"}),
    ("escalate_after", {**STOPPED, "escalate_after": "5m", "wait_timeout": "5m"}),
    ("escalate_after", {**STOPPED, "escalate_after": "10m", "wait_timeout": "15m"}),
    # What needs an operation
    ("schemas", {**STARTED, "schemas": ["HR"]}),
    ("logfile", {**STARTED, "logfile": "d:a.log"}),
    ("compression", {**STARTED, "compression": "all"}),
    ("unless_exists", {**STARTED, "unless_exists": [{"owner": "HR"}]}),
    ("unless_exists", {**EXPORT, "unless_exists": [{"owner": "HR"}]}),
    # What the job is about
    ("job_mode", without(EXPORT, "schemas")),
    ("job_mode", {**without(EXPORT, "schemas"), "full": False}),
    ("schemas", {**EXPORT, "tables": ["HR.EMP"]}),
    ("full", {**EXPORT, "full": True}),
    ("tables", {**TABLES, "tablespaces": ["USERS"]}),
    ("schemas", {**EXPORT, "job_mode": "full"}),
    ("tablespaces", {**without(EXPORT, "schemas"), "tablespaces": ["T"], "job_mode": "transportable"}),
    ("schemas", {**EXPORT, "schemas": []}),
    ("schemas[0]", {**EXPORT, "schemas": [""]}),
    ("schemas[1]", {**EXPORT, "schemas": ["HR", "hr"]}),
    ("schemas[0]", {**EXPORT, "schemas": ["HR OE"]}),
    ("schemas[0]", {**EXPORT, "schemas": ["HR'); DROP TABLE x; --"]}),
    ("schemas[0]", {**EXPORT, "schemas": ['"A"B"']}),
    ("schemas[0]", {**EXPORT, "schemas": ["HR\0"]}),
    ("schemas[0]", {**EXPORT, "schemas": ["é" * 65]}),
    ("schemas[0]", {**EXPORT, "schemas": ["HR%"]}),
    ("tables", {**TABLES, "tables": []}),
    ("tables", {**TABLES, "tables": ["HR.EMP", "OE.ORDERS"]}),
    ("tables", {**TABLES, "tables": ["EMP", "HR.EMP"]}),
    ("tables", {**TABLES, "tables": ["emp", "EMP"]}),
    ("tables", {**TABLES, "tables": ["EMP", "DEP%"]}),
    ("tables[0]", {**TABLES, "tables": ["A.B.C"]}),
    ("tables[0]", {**TABLES, "tables": ["HR."]}),
    ("tables[0]", {**TABLES, "tables": ["HR.EMP:"]}),
    ("tables[0]", {**TABLES, "tables": ["HR.EMP:P 1"]}),
    ("views_as_tables[0]", {**without(EXPORT, "schemas"), "views_as_tables": ["HR.V:"]}),
    ("tablespaces[1]", {**without(EXPORT, "schemas"), "tablespaces": ["T", "t"]}),
    ("transport_tablespaces", {**IMPORT, "schemas": None, "transport_tablespaces": ["T"]}),
    ("transport_full_check", {**EXPORT, "transport_full_check": True}),
    ("transport_datafiles", {**without(IMPORT, "schemas"), "transport_datafiles": []}),
    ("transport_datafiles[1]", {**without(IMPORT, "schemas"), "transport_datafiles": ["/a", "/a"]}),
    ("transport_datafiles", {**EXPORT, "transport_datafiles": ["/a"]}),
    ("transportable", {**EXPORT, "transportable": "always"}),
    ("transportable", {**without(EXPORT, "schemas"), "full": True, "transportable": "keep_read_only"}),
    ("transportable", {**TABLES, "operation": "import", "transportable": "always"}),
    ("transportable", {**TABLES, "network_link": "SRC", "transportable": "always"}),
    ("network_link", {**LINKED, "network_link": f"scott/{SECRET}@db1"}),
    ("network_link", {**LINKED, "network_link": "x y"}),
    ("network_link", {**LINKED, "network_link": ""}),
    # What it leaves out
    ("include", {**EXPORT, "include": []}),
    ("include", {**EXPORT, "include": ""}),
    ("include[0]", {**EXPORT, "include": [7]}),
    ("include[0]", {**EXPORT, "include": ["TABLE VIEW"]}),
    ("include[0]", {**EXPORT, "include": ["TABLE:"]}),
    ("include[0]", {**EXPORT, "include": ["TABLE:EMP"]}),
    ("include[0]", {**EXPORT, "include": ["TABLE:IN ('A'"]}),
    ("include[0]", {**EXPORT, "include": ["TABLE:= 'A'; DROP TABLE x"]}),
    ("include[0]", {**EXPORT, "include": ["TABLE:= 'A' --"]}),
    ("include[0]", {**EXPORT, "include": ["TABLE:= 'A') OR (1 = 1"]}),
    ("include[0]", {**EXPORT, "include": [{"type": "TABLE", "names": ["A"], "condition": "= 'A'"}]}),
    ("include[0]", {**EXPORT, "include": [{"names": ["A"]}]}),
    ("include[0].names", {**EXPORT, "include": [{"type": "TABLE", "names": []}]}),
    ("include[1]", {**EXPORT, "include": ["TABLE:LIKE 'A%'", "TABLE:LIKE 'B%'"]}),
    ("include", {**EXPORT, "include": ["TABLE", "table"]}),
    ("exclude", {**EXPORT, "exclude": "TABLE:= 'A' OR 1 = 1"}),
    ("exclude[1]", {**EXPORT, "exclude": ["INDEX", "TABLE:> 'A' AND 1 = 1"]}),
    ("query", {**EXPORT, "query": ""}),
    ("query", {**EXPORT, "query": {}}),
    ("query", {**EXPORT, "query": 5}),
    ("query", {**EXPORT, "query": "WHERE a = 'x"}),
    ("query", {**EXPORT, "query": "WHERE a = 1;"}),
    ("query", {**EXPORT, "query": "WHERE (a = 1"}),
    ("query", {**EXPORT, "query": "WHERE a = '\x01'"}),
    ("query", {**EXPORT, "query": f"WHERE a = '{'x' * 32_767}'"}),
    ("query", {**EXPORT, "query": {"EMP:P": "WHERE a = 1"}}),
    ("query", {**EXPORT, "query": {"HR.EMP.X": "WHERE a = 1"}}),
    ("query", {**EXPORT, "query": {"emp": "WHERE a = 1", "EMP": "WHERE a = 2"}}),
    ("query", {**TRANSPORTED, "query": "WHERE a = 1"}),
    ("query", {**EXPORT, "query": "WHERE a = 1", "content": "metadata_only"}),
    ("query", {**SQL_FILE, "query": "WHERE a = 1"}),
    ("sample", {**IMPORT, "sample": 10}),
    ("sample", {**EXPORT, "network_link": "SRC", "sample": 10}),
    ("sample", {**EXPORT, "sample": 0}),
    ("sample", {**EXPORT, "sample": 100}),
    ("sample", {**EXPORT, "sample": "many"}),
    ("sample", {**EXPORT, "sample": True}),
    ("sample", {**EXPORT, "sample": "nan"}),
    ("content", {**TRANSPORTED, "content": "data_only"}),
    ("content", {**SQL_FILE, "content": "metadata_only"}),
    # Files
    ("dumpfile", without(EXPORT, "dumpfile")),
    ("dumpfile", without(IMPORT, "dumpfile")),
    ("dumpfile", without(SQL_FILE, "dumpfile")),
    ("dumpfile", {**LINKED, **FILES}),
    ("dumpfile", {**EXPORT, "dumpfile": []}),
    ("dumpfile", {**EXPORT, "dumpfile": ["a.dmp", "a.dmp"]}),
    ("dumpfile", {**EXPORT, "dumpfile": ["a.dmp", "dp:a.dmp"]}),
    ("dumpfile", {**EXPORT, "dumpfile": ["a%U.dmp", "a01.dmp"]}),
    ("dumpfile", {**EXPORT, "dumpfile": ["a_20260131.dmp", "a_%T.dmp"]}),
    ("dumpfile", {**EXPORT, "logfile": "a.dmp", "dumpfile": ["a.dmp"]}),
    ("sqlfile", {**SQL_FILE, "sqlfile": "a_01.dmp"}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["/u01/a.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["..\\a.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": [".."]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["DP:"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["no such dir:a.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["a\nb.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["a'b.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["a%X.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["a%"]}),
    ("dumpfile[0]", {**EXPORT, "dumpfile": ["x" * 256]}),
    ("dumpfile[0]", {**IMPORT, "dumpfile": ["a_%T.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "credential": "C", "dumpfile": [f"https://u:{SECRET}@store.example.com/a.dmp"]}),
    ("dumpfile[0]", {**EXPORT, "credential": "C", "dumpfile": [f"https://store.example.com/a.dmp?token={SECRET}"]}),
    ("dumpfile[0]", {**EXPORT, "credential": "C", "dumpfile": [f"https://store.example.com/p/{SECRET}/n/x/b/y/o/a"]}),
    ("dumpfile[0]", {**EXPORT, "credential": "C", "dumpfile": ["http://store.example.com/a.dmp"]}),
    ("credential", {**EXPORT, "dumpfile": ["https://store.example.com/a.dmp"]}),
    ("credential", {**EXPORT, "credential": "C"}),
    ("credential", {**EXPORT, "credential": "A:B", "dumpfile": ["https://store.example.com/a.dmp"]}),
    ("credential", {**EXPORT, "credential": "A.B.C", "dumpfile": ["https://store.example.com/a.dmp"]}),
    ("directory", without(EXPORT, "directory")),
    ("directory", {**EXPORT, "directory": "/u01/dp"}),
    ("filesize", {**EXPORT, "filesize": "39K"}),
    ("filesize", {**EXPORT, "filesize": "10 gigabytes"}),
    ("filesize", {**EXPORT, "filesize": "-1G"}),
    ("filesize", {**EXPORT, "filesize": "17T"}),
    ("filesize", {**IMPORT, "filesize": "1G"}),
    ("filesize", {**STARTED, "filesize": "1G"}),
    ("reuse_dumpfiles", {**IMPORT, "reuse_dumpfiles": True}),
    ("logfile", {**EXPORT, "logfile": "a.log", "nologfile": True}),
    ("logfile", {**EXPORT, "logfile": "a%U.log"}),
    ("logfile", {**EXPORT, "logfile": "sub/a.log"}),
    ("sqlfile", {**IMPORT, "sqlfile": "a.sql"}),
    ("sqlfile", without(SQL_FILE, "sqlfile")),
    ("dumpfile", {**EXPORT, "estimate_only": True}),
    # Encryption and compression
    ("encryption_mode", {**EXPORT, "encryption_mode": "password"}),
    ("encryption_mode", {**EXPORT, "encryption": "all", "encryption_mode": "dual"}),
    ("encryption_algorithm", {**EXPORT, "encryption_algorithm": "aes256"}),
    ("encryption_password", {**EXPORT, "encryption": "none", "encryption_password": SECRET}),
    ("encryption_password", {**EXPORT, "encryption_mode": "transparent", "encryption_password": SECRET}),
    ("encryption_password", {**LINKED, "encryption_password": SECRET}),
    ("encryption_password", {**EXPORT, "encryption_password": ""}),
    ("encryption_password", {**EXPORT, "encryption_password": SECRET * 20}),
    ("encryption_password", {**EXPORT, "encryption_password": f"{SECRET}\n"}),
    ("query", {**EXPORT, "encryption_password": SECRET, "query": f"WHERE a = '{SECRET}'"}),
    ("parameters", {**EXPORT, "parameters": {"ENCRYPTION_PASSWORD": SECRET}}),
    ("parameters", {**EXPORT, "parameters": {"NEWER_PASSWORD": SECRET}}),
    ("parameters", {**EXPORT, "parameters": {"newer_secret": SECRET}}),
    ("compression_algorithm", {**EXPORT, "compression": "none", "compression_algorithm": "high"}),
    ("compression", {**IMPORT, "compression": "all"}),
    ("checksum_algorithm", {**EXPORT, "checksum_algorithm": "sha256"}),
    ("verify_only", {**LINKED, "verify_only": True}),
    ("encryption_mode", {**EXPORT, "encryption": "none", "encryption_mode": "transparent"}),
    ("encryption_algorithm", {**EXPORT, "encryption": "none", "encryption_algorithm": "aes256"}),
    ("encryption_mode", {**EXPORT, "encryption_mode": "transparent"}),
    ("reuse_dumpfiles", {**STARTED, "reuse_dumpfiles": True}),
    ("credential", {**STARTED, "credential": "C"}),
    # Rows that are not read
    ("query", {**without(EXPORT, "dumpfile"), "estimate_only": True, "query": "WHERE a = 1"}),
    ("sample", {**EXPORT, "content": "metadata_only", "sample": 5}),
    ("query", {**TABLES, "transportable": "always", "query": "WHERE a = 1"}),
    ("sample", {**TABLES, "transportable": "always", "sample": 5}),
    ("views_as_tables", {**TABLES, "transportable": "always", "views_as_tables": ["V"]}),
    ("partition_options", {**without(LINKED, "schemas"), "full": True, **ALWAYS, "partition_options": "merge"}),
    # Changes on the way
    ("remap_schema", {**EXPORT, "remap_schema": {"HR": "X"}}),
    ("remap_schema", {**IMPORT, "remap_schema": {}}),
    ("remap_schema", {**IMPORT, "remap_schema": {"HR": 5}}),
    ("remap_schema", {**IMPORT, "remap_schema": {"HR": ""}}),
    ("remap_schema", {**IMPORT, "remap_schema": {"HR": "A", "hr": "B"}}),
    ("remap_schema", {**IMPORT, "remap_schema": {"HR": "A B"}}),
    ("remap_tablespace", {**IMPORT, "remap_tablespace": {"A.B": "C"}}),
    ("remap_table", {**IMPORT, "remap_table": {"A.B.C": "D"}}),
    ("remap_table", {**IMPORT, "remap_table": {"A": "B.C"}}),
    ("remap_table", {**IMPORT, "remap_table": {"A:P": "B"}}),
    ("remap_table", {**IMPORT, "remap_table": {'A."B"C': "D"}}),
    ("remap_data", {**EXPORT, "remap_data": {"EMP": "P.F"}}),
    ("remap_data", {**EXPORT, "remap_data": {"EMP.NAME": "F"}}),
    ("remap_data", {**EXPORT, "remap_data": {"EMP.NAME": "P.F", "emp.name": "P.G"}}),
    ("remap_data", {**EXPORT, "remap_data": {"EMP.NAME": "P.F"}, "content": "metadata_only"}),
    ("transform", {**EXPORT, "transform": [{"name": "OID", "value": False}]}),
    ("transform", {**IMPORT, "transform": []}),
    ("transform", {**IMPORT, "transform": [{"name": "OID", "value": 0}, {"name": "oid", "value": 1}]}),
    ("transform[0].value", {**IMPORT, "transform": [{"name": "OID", "value": "maybe"}]}),
    ("transform[0].value", {**IMPORT, "transform": [{"name": "PCTSPACE", "value": 0}]}),
    ("transform[0].value", {**IMPORT, "transform": [{"name": "LOB_STORAGE", "value": "FAST"}]}),
    ("transform[0].name", {**IMPORT, "transform": [{"name": "O'ID", "value": 0}]}),
    ("transform[0].object_type", {**IMPORT, "transform": [{"name": "OID", "value": 0, "object_type": "a b"}]}),
    ("transform", {**IMPORT, "content": "data_only", "transform": [{"name": "OID", "value": 0}]}),
    ("table_exists_action", {**EXPORT, "table_exists_action": "skip"}),
    ("table_exists_action", {**IMPORT, "content": "data_only", "table_exists_action": "replace"}),
    ("data_options", {**IMPORT, "data_options": ["verify_stream_format"]}),
    ("data_options", {**EXPORT, "data_options": ["skip_constraint_errors"]}),
    ("data_options", {**EXPORT, "data_options": []}),
    ("partition_options", {**EXPORT, "partition_options": "merge"}),
    ("target_edition", {**EXPORT, "target_edition": "E"}),
    ("source_edition", {**IMPORT, "source_edition": "E"}),
    # How it works
    ("parallel", {**EXPORT, "parallel": 0}),
    ("parallel", {**EXPORT, "parallel": 40_000}),
    ("parallel", {**SQL_FILE, "parallel": 2}),
    ("job_service_name", {**EXPORT, "job_service_name": "a b"}),
    ("job_service_name", {**EXPORT, "job_service_name": "batch", "cluster": False}),
    ("skip_current", {**EXPORT, "skip_current": True}),
    ("access_method", {**EXPORT, "access_method": "insert_as_select"}),
    ("estimate", {**IMPORT, "estimate": "blocks"}),
    ("estimate", {**TRANSPORTED, "estimate": "blocks"}),
    ("flashback_scn", {**EXPORT, "flashback_scn": 0}),
    ("flashback_scn", {**EXPORT, "flashback_scn": 2**63}),
    ("flashback_scn", {**IMPORT, "flashback_scn": 1}),
    ("flashback_time", {**EXPORT, "flashback_scn": 1, "flashback_time": "systimestamp"}),
    ("flashback_time", {**EXPORT, "flashback_time": "yesterday"}),
    ("flashback_time", {**EXPORT, "flashback_time": "SYSTIMESTAMP - hr.drop_all()"}),
    ("flashback_time", {**EXPORT, "flashback_time": "TO_TIMESTAMP((SELECT x FROM y))"}),
    ("version", {**EXPORT, "version": "newest"}),
    ("version", {**EXPORT, "version": "8.1.7"}),
    ("keep_master", {**SQL_FILE, "keep_master": True}),
    ("master_only", {**LINKED, "master_only": True}),
    ("parameters", {**EXPORT, "parameters": {}}),
    ("parameters", {**EXPORT, "parameters": {"COMPRESSION": "ALL"}}),
    ("parameters", {**EXPORT, "parameters": {"X Y": 1}}),
    ("parameters", {**EXPORT, "parameters": {"X": [1]}}),
    ("parameters", {**EXPORT, "parameters": {"X": 1, "x": 2}}),
    ("metadata_filters[0].name", {**EXPORT, "metadata_filters": [{"name": "a b", "value": "x"}]}),
    ("metadata_filters[0].value", {**EXPORT, "metadata_filters": [{"name": "NAME_EXPR", "value": ""}]}),
    ("data_filters[0].value", {**EXPORT, "data_filters": [{"name": "SAMPLE", "value": [1]}]}),
    ("data_filters[0].table", {**EXPORT, "data_filters": [{"name": "SAMPLE", "value": 1, "table": "a.b.c"}]}),
    ("data_filters", {**EXPORT, "sample": 5, "data_filters": [{"name": "SAMPLE", "value": 1}]}),
    ("metadata_remaps", {**EXPORT, "metadata_remaps": [{"name": "X", "old_value": "A", "value": "B"}]}),
    # How it is waited for
    ("wait_timeout", {**EXPORT, "wait_timeout": "0"}),
    ("wait_timeout", {**EXPORT, "wait_timeout": "soon"}),
    ("wait_timeout", {**EXPORT, "wait_timeout": "1h", "total_deadline": 600}),
    ("poll_interval", {**EXPORT, "poll_interval": 0}),
    ("accepted_errors[0]", {**EXPORT, "accepted_errors": [-1]}),
    ("unless_exists", {**IMPORT, "unless_exists": []}),
    ("unless_exists[0].owner", {**IMPORT, "unless_exists": [{"owner": ""}]}),
    ("unless_exists[0].name", {**IMPORT, "unless_exists": [{"owner": "HR", "name": "EMP%"}]}),
    ("unless_exists[0].type", {**IMPORT, "unless_exists": [{"owner": "HR", "type": "TABLE"}]}),
]
"""The option that the message must begin with, and the options given."""

REFUSED_BY_ANSIBLE: list[tuple[str, dict[str, Any]]] = [
    ("operation", {**EXPORT, "operation": "backup"}),
    ("job_mode", {**EXPORT, "job_mode": "database"}),
    ("compression", {**EXPORT, "compression": "best"}),
    ("data_options", {**IMPORT, "data_options": ["fast"]}),
    ("parallel", {**EXPORT, "parallel": "many"}),
    ("flashback_scn", {**EXPORT, "flashback_scn": "1.5"}),
    ("remap_schema", {**IMPORT, "remap_schema": ["HR:X"]}),
    ("transform", {**IMPORT, "transform": [{"name": "OID"}]}),
    ("unless_exists", {**IMPORT, "unless_exists": [{"name": "EMP"}]}),
    ("accepted_errors", {**EXPORT, "accepted_errors": ["ORA-1"]}),
    ("keep_master", {**EXPORT, "keep_master": "perhaps"}),
    ("nologfil", {**EXPORT, "nologfil": True}),
    ("on_timeout", {**EXPORT, "on_timeout": "kill"}),
]
"""Wrong types and choices, which AnsibleModule finds: the option is somewhere in the message."""


@pytest.fixture(scope="module")
def listener() -> Iterator[CountingListener]:
    listener = CountingListener()
    yield listener
    listener.close()


def run(options: dict[str, Any], launcher: Launcher, listener: CountingListener) -> Ended:
    address = {"host": "127.0.0.1", "port": listener.port, "service_name": "note", "user": "U", "password": "P4ss"}
    return launcher.run("datapump_job", {**address, **options})


def described(case: tuple[str, dict[str, Any]]) -> str:
    option, options = case
    return f"{option}-{str(options)[-40:]}"


@pytest.mark.parametrize("case", REFUSED, ids=described)
def test_one_message_begins_with_the_option(
    case: tuple[str, dict[str, Any]], launcher: Launcher, listener: CountingListener
) -> None:
    option, options = case
    before = listener.connections
    ended = run(options, launcher, listener)
    assert (ended.status, ended.result["failed"]) == (1, True)
    assert ended.result["msg"].startswith(f"{option}: ")
    assert SECRET not in ended.output.decode() + ended.errors.decode()
    assert listener.connections == before


@pytest.mark.parametrize("case", REFUSED_BY_ANSIBLE, ids=described)
def test_wrong_types_and_choices_are_named(
    case: tuple[str, dict[str, Any]], launcher: Launcher, listener: CountingListener
) -> None:
    option, options = case
    before = listener.connections
    ended = run(options, launcher, listener)
    assert (ended.status, ended.result["failed"]) == (1, True)
    assert option in ended.result["msg"]
    assert listener.connections == before


@pytest.mark.parametrize("options", [EXPORT, IMPORT, LINKED, SQL_FILE, TABLES, TRANSPORTED, STARTED, STOPPED, ABSENT])
def test_the_same_jobs_without_a_fault_do_connect(
    options: dict[str, Any], launcher: Launcher, listener: CountingListener
) -> None:
    before = listener.connections
    ended = run(options, launcher, listener)
    assert ended.result["failed"] is True
    assert listener.connections > before


def test_a_password_is_hidden_whatever_else_is_wrong(launcher: Launcher, listener: CountingListener) -> None:
    ended = run({**EXPORT, "encryption_password": SECRET, "parallel": 0}, launcher, listener)
    assert ended.result["msg"].startswith("parallel: ")
    assert SECRET not in ended.output.decode() + ended.errors.decode()
