# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input through real module processes: one error that names the option, no connection, no secret repeated.

The number behind a case is that of the catalogue of bad playbook input.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from ansible_collections.dbops.datapump.tests.resilience.listeners import CountingListener

SECRET = "canary-7Qx9"
DIGEST = "sha256:" + "a" * 64
BIN_NAME = "BIN$AGlHX7iGHHngY2QAAAr4rw==$0"
FACTS, TABLE, JOB = "datapump_facts", "datapump_master_table", "datapump_job"
NAMED = {"owner": "SCOTT", "name": "SYS_EXPORT_TABLE_02"}
ABSENT = {"state": "absent", **NAMED}
MANY = {"state": "absent", "tables": [NAMED]}


@pytest.fixture(scope="module")
def listener() -> Iterator[CountingListener]:
    listener = CountingListener()
    yield listener
    listener.close()


def tables(**changes: Any) -> dict[str, Any]:
    return {"state": "absent", "tables": [{**NAMED, **changes}]}


def too_many(**more: Any) -> list[dict[str, Any]]:
    return [{"owner": "SCOTT", "name": f"J{number}", **more} for number in range(10_001)]


# (module, options, what of the connection is left out, the option that must be named)
CASES: list[tuple[str, dict[str, Any], str]] = [
    # 163: empty names
    (TABLE, {**ABSENT, "owner": ""}, "owner"),
    (TABLE, {**ABSENT, "name": "   "}, "name"),
    (TABLE, tables(owner="\t"), "tables[0].owner"),
    (TABLE, tables(name=""), "tables[0].name"),
    (JOB, {**ABSENT, "name": ""}, "name"),
    (JOB, {"state": "absent", "jobs": [{"owner": "", "name": "J"}]}, "jobs[0].owner"),
    (FACTS, {"owner": [" "]}, "owner"),
    (FACTS, {"name": [""]}, "name"),
    # 163: what no name can hold
    (TABLE, {**ABSENT, "name": 'A"B'}, "name"),
    (TABLE, {**ABSENT, "name": "A\0B"}, "name"),
    (TABLE, {**ABSENT, "name": "x" * 129}, "name"),
    (TABLE, {**ABSENT, "name": "é" * 65}, "name"),
    # 164: wildcards as a target
    (TABLE, {**ABSENT, "name": "*"}, "name"),
    (TABLE, {**ABSENT, "name": "SYS_%"}, "name"),
    (TABLE, {**ABSENT, "owner": "*"}, "owner"),
    (TABLE, {**ABSENT, "name": ".*"}, "name"),
    (JOB, {**ABSENT, "name": "SYS_EXPORT_*"}, "name"),
    # 165: lists that nobody has looked at
    (TABLE, {"state": "absent", "tables": too_many()}, "tables: "),
    (TABLE, {"state": "absent", "external_tables": too_many(object_id=5)}, "external_tables: "),
    (JOB, {"state": "absent", "jobs": too_many()}, "jobs: "),
    # 166: the same twice
    (TABLE, {"state": "absent", "tables": [NAMED, NAMED]}, "tables[1]"),
    (JOB, {"state": "stopped", "jobs": [NAMED, NAMED]}, "jobs[1]"),
    # 167: digests
    (TABLE, {**ABSENT, "digest": "sha256:" + "A" * 64}, "digest"),
    (TABLE, {**ABSENT, "digest": "sha256:" + "a" * 63}, "digest"),
    (TABLE, {**ABSENT, "digest": "a" * 64}, "digest"),
    (TABLE, {**ABSENT, "digest": DIGEST + "\n"}, "digest"),
    (TABLE, tables(digest=""), "tables[0].digest"),
    (JOB, {**ABSENT, "digest": "md5:0"}, "digest"),
    # 168: numbers
    (TABLE, {**ABSENT, "object_id": "85215x"}, "object_id"),
    (TABLE, {**ABSENT, "object_id": 1.5}, "object_id"),
    (TABLE, {**ABSENT, "object_id": -1}, "object_id"),
    (TABLE, {**ABSENT, "object_id": 0}, "object_id"),
    (TABLE, {**ABSENT, "object_id": 10**38}, "object_id"),
    (TABLE, tables(dbid=-1), "tables[0].dbid"),
    (TABLE, tables(con_uid=10**40), "tables[0].con_uid"),
    (TABLE, {**ABSENT, "max_drops": 0}, "max_drops"),
    (TABLE, {**ABSENT, "max_drops": 10**6}, "max_drops"),
    # 169: options that do not exist
    (TABLE, {**ABSENT, "cascade": True}, "cascade"),
    (TABLE, {**ABSENT, "force": True}, "force"),
    (TABLE, tables(chek_mode=True), "chek_mode"),
    (FACTS, {"trust_input": True}, "trust_input"),
    (JOB, {**ABSENT, "purge": True}, "purge"),
    # 170: what does not go together, or is missing
    (TABLE, NAMED, "state"),
    (TABLE, {"state": "absent"}, "owner"),
    (TABLE, {"state": "absent", "owner": "SCOTT"}, "name"),
    (TABLE, {**MANY, **NAMED}, "tables"),
    (TABLE, {**MANY, "object_id": 5}, "object_id"),
    (TABLE, {"state": "absent", "tables": [{"owner": "SCOTT"}]}, "name"),
    (TABLE, {**ABSENT, "state": "purged"}, "state"),
    (TABLE, {**ABSENT, "state": "present", "purge": True}, "purge"),
    (TABLE, tables(recycle_bin_name=BIN_NAME, object_id=5, dropscn=7), "tables[0].recycle_bin_name"),
    (TABLE, tables(recycle_bin_name=BIN_NAME, dropscn=7, purge=True), "tables[0].object_id"),
    (TABLE, tables(recycle_bin_name=BIN_NAME, object_id=5, purge=True), "tables[0].dropscn"),
    (TABLE, tables(recycle_bin_name="EMP", object_id=5, dropscn=7, purge=True), "tables[0].recycle_bin_name"),
    (TABLE, tables(recycle_bin_name='BIN$"', object_id=5, dropscn=7, purge=True), "tables[0].recycle_bin_name"),
    (TABLE, tables(dropscn=-7), "tables[0].dropscn"),
    (TABLE, {**ABSENT, "on_kept": "ignore"}, "on_kept"),
    (TABLE, {**ABSENT, "protect": [{"owner": ""}]}, "protect[0].owner"),
    (TABLE, {**ABSENT, "protect": [{"schema": "HR"}]}, "schema"),
    (JOB, {**ABSENT, "state": "killed"}, "state"),
    (FACTS, {"gather_subset": ["everything"]}, "gather_subset"),
    (FACTS, {"operation": ["export"]}, "operation"),
    (FACTS, {"classification": ["dead"]}, "classification"),
    # 171: times
    (TABLE, {**ABSENT, "min_age": "-1"}, "min_age"),
    (TABLE, {**ABSENT, "min_age": "a week"}, "min_age"),
    (TABLE, {**ABSENT, "min_age": "9999999999"}, "min_age"),
    (FACTS, {"min_age": "1y"}, "min_age"),
    (FACTS, {"call_timeout": 0}, "call_timeout"),
    (FACTS, {"call_timeout": "5m"}, "call_timeout"),
    (FACTS, {"connect_deadline": -1}, "connect_deadline"),
    (FACTS, {"connect_deadline": 10**9}, "connect_deadline"),
    (FACTS, {"total_deadline": "nan"}, "total_deadline"),
    (FACTS, {"total_deadline": "inf"}, "total_deadline"),
    (FACTS, {"tcp_connect_timeout": 0}, "tcp_connect_timeout"),
    (FACTS, {"retry_count": -1}, "retry_count"),
    (FACTS, {"retry_delay": 10**6}, "retry_delay"),
    (JOB, {**ABSENT, "wait_timeout": "0"}, "wait_timeout"),
    (JOB, {**ABSENT, "delay": -1}, "delay"),
    # 174: the address
    (FACTS, {"port": 0}, "port"),
    (FACTS, {"port": 65536}, "port"),
    (FACTS, {"port": "abc"}, "port"),
    (FACTS, {"host": " "}, "host"),
    (FACTS, {"sid": "NOTE"}, "sid"),
    (FACTS, {"service_name": None}, "service_name"),
    (FACTS, {"mode": "dba"}, "mode"),
    (FACTS, {"protocol": "ipc"}, "protocol"),
    (FACTS, {"proxy_user": 'A"B'}, "proxy_user"),
    (FACTS, {"user": "DPCLEAN[SCOTT]", "proxy_user": "HR"}, "proxy_user"),
    (FACTS, {"container": "PDB1; DROP"}, "container"),
    (FACTS, {"oracle_sid": "X", "oracle_home": "/u01"}, "oracle_sid"),
    # 181: the run id is part of a session's tags
    (FACTS, {"run_id": "a*/b"}, "run_id"),
    (FACTS, {"run_id": "x" * 37}, "run_id"),
    (FACTS, {"run_id": ""}, "run_id"),
]

DSN_CASES = [
    f"scott/{SECRET}@127.0.0.1:{{port}}/note",
    f"scott/{SECRET}@//127.0.0.1:{{port}}/note",
    f"{SECRET}@127.0.0.1:{{port}}/note",
    f"(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT={{port}}))(SECURITY=(PASSWORD={SECRET})))",
    f"(description=(address=(protocol=tcp)(host=127.0.0.1)(port={{port}}))(security=( user = u)(password\t={SECRET})))",
    f"127.0.0.1:{{port}}/note\0{SECRET}",
    f"(DESCRIPTION=(ADDRESS=(HOST={SECRET})",
    "(" * 1_000_000 + SECRET,
    "",
    " ",
]


def described(case: tuple[str, dict[str, Any], str]) -> str:
    module, options, option = case
    return f"{module}-{option}-{str(options)[:40]}"


@pytest.mark.parametrize("case", CASES, ids=described)
def test_one_error_names_the_option(
    case: tuple[str, dict[str, Any], str], launcher: Launcher, listener: CountingListener
) -> None:
    module, options, option = case
    address = {"host": "127.0.0.1", "port": listener.port, "service_name": "note", "user": "U", "password": SECRET}
    before = listener.connections
    ended = launcher.run(module, {**address, **options})
    assert (ended.status, ended.result["failed"]) == (1, True)
    assert option in ended.result["msg"]
    assert SECRET not in ended.output.decode() + ended.errors.decode()
    assert listener.connections == before


@pytest.mark.parametrize("dsn", DSN_CASES, ids=lambda dsn: dsn[:30])
def test_a_connect_string_is_never_repeated(dsn: str, launcher: Launcher, listener: CountingListener) -> None:
    before = listener.connections
    ended = launcher.run(FACTS, {"dsn": dsn.format(port=listener.port), "user": "U", "password": "P4ss"})
    assert (ended.status, ended.result["failed"]) == (1, True)
    assert ended.result["msg"].startswith("dsn: ")
    assert SECRET not in ended.result["msg"]
    assert listener.connections == before


def test_the_listener_counts(launcher: Launcher, listener: CountingListener) -> None:
    """The same options without a fault do connect, or no connection would prove nothing."""
    before = listener.connections
    address = {"host": "127.0.0.1", "port": listener.port, "service_name": "note", "user": "U", "password": SECRET}
    ended = launcher.run(TABLE, {**address, **ABSENT})
    assert ended.result["failed"] is True
    assert listener.connections > before


def test_there_are_enough_cases() -> None:
    assert len(CASES) + len(DSN_CASES) >= 60
