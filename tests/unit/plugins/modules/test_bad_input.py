# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input ends in one clear error that names the option, and no connection is opened for it."""

from __future__ import annotations

import json
from typing import Any
from unittest import mock

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common.text.converters import to_bytes
from ansible_collections.dbops.datapump.plugins.module_utils import _connection
from ansible_collections.dbops.datapump.plugins.modules import (
    datapump_dumpfile_info,
    datapump_facts,
    datapump_job,
    datapump_master_table,
)

SECRET = "s3cr3t-canary"
ADDRESS = {"host": "127.0.0.1", "service_name": "note", "user": "DPCLEAN", "password": SECRET}
TABLE = {**ADDRESS, "state": "absent", "owner": "SCOTT", "name": "SYS_EXPORT_TABLE_02"}

CASES: list[tuple[Any, dict[str, Any], str]] = [
    (datapump_facts, {"dsn": f"scott/{SECRET}@db1/note"}, "dsn"),
    (datapump_facts, {**ADDRESS, "sid": "NOTE"}, "service_name|sid"),
    (datapump_facts, {**ADDRESS, "dsn": "db1/note"}, "dsn|host"),
    (datapump_facts, {**ADDRESS, "port": 0}, "port"),
    (datapump_facts, {**ADDRESS, "port": "abc"}, "port"),
    (datapump_facts, {**ADDRESS, "unknown_option": 1}, "unknown_option"),
    (datapump_facts, {**ADDRESS, "gather_subset": ["everything"]}, "gather_subset"),
    (datapump_master_table, {**TABLE, "state": "dropped"}, "state"),
    (datapump_master_table, {**ADDRESS, "state": "absent"}, "owner"),
    (datapump_master_table, {**ADDRESS, "state": "absent", "owner": "SCOTT"}, "name"),
    (datapump_master_table, {**TABLE, "name": ""}, "name"),
    (datapump_master_table, {**TABLE, "name": "*"}, "name"),
    (datapump_master_table, {**TABLE, "name": "%"}, "name"),
    (datapump_master_table, {**TABLE, "object_id": 1.5}, "object_id"),
    (datapump_master_table, {**TABLE, "tables": []}, "owner|tables"),
    (datapump_job, {**TABLE, "state": "running"}, "state"),
    (datapump_job, {**TABLE, "state": "started", "schemas": ["HR"]}, "schemas"),
    (datapump_job, {**TABLE, "schemas": ["HR"]}, "schemas"),
    (datapump_dumpfile_info, ADDRESS, "files, owner, log_file"),
    (datapump_dumpfile_info, {**ADDRESS, "files": []}, "files"),
    (datapump_dumpfile_info, {**ADDRESS, "files": ["a.dmp"]}, "files[0]"),
    (datapump_dumpfile_info, {**ADDRESS, "files": ["D:a/b.dmp"]}, "files[0]"),
    (datapump_dumpfile_info, {**ADDRESS, "files": ["D:a.dmp", "D:a.dmp"]}, "files[1]"),
    (datapump_dumpfile_info, {**ADDRESS, "files": ["D:a%D.dmp"]}, "files[0]"),
    (datapump_dumpfile_info, {**ADDRESS, "files": ["D:a%D.dmp"], "date": "15.1.2026"}, "date"),
    (datapump_dumpfile_info, {**ADDRESS, "files": ["a"], "directory": 'D"'}, "directory"),
    (datapump_dumpfile_info, {**ADDRESS, "files": ["D:a"], "owner": "A", "name": "B"}, "files|owner"),
    (datapump_dumpfile_info, {**ADDRESS, "owner": "A"}, "name"),
    (datapump_dumpfile_info, {**ADDRESS, "log_file": "a.log"}, "log_file"),
    (datapump_dumpfile_info, {**ADDRESS, "log_file": "D:a.log", "log_lines": -1}, "log_lines"),
    (datapump_dumpfile_info, {**ADDRESS, "log_file": "D:a.log", "log_encoding": "klingon"}, "log_encoding"),
    (datapump_job, {**TABLE, "jobs": [{"owner": "A", "name": "B", "digest": "x"}]}, "jobs"),
]


def run(module: Any, arguments: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Run a module as Ansible does, and return its result."""
    given = to_bytes(json.dumps({"ANSIBLE_MODULE_ARGS": arguments}))
    with (
        mock.patch.multiple(basic, _ANSIBLE_ARGS=given),
        mock.patch.object(basic, "_ANSIBLE_PROFILE", "legacy", create=True),
    ):
        with pytest.raises(SystemExit):
            module.main()
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.fixture(autouse=True)
def no_connection(monkeypatch: pytest.MonkeyPatch) -> mock.Mock:
    connect = mock.Mock(side_effect=AssertionError("a connection was opened"))
    monkeypatch.setattr(_connection, "connect", connect)
    for variable in ("DATAPUMP_DSN", "DATAPUMP_HOST", "DATAPUMP_SERVICE_NAME"):
        monkeypatch.delenv(variable, raising=False)
    return connect


@pytest.mark.parametrize(("module", "arguments", "option"), CASES)
def test_bad_input(
    module: Any,
    arguments: dict[str, Any],
    option: str,
    no_connection: mock.Mock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = run(module, arguments, capsys)
    assert result["failed"] is True
    assert option in result["msg"]
    assert SECRET not in json.dumps({key: value for key, value in result.items() if key != "invocation"})
    no_connection.assert_not_called()


def test_a_surprise_ends_in_one_result_without_secrets(
    no_connection: mock.Mock, capsys: pytest.CaptureFixture[str]
) -> None:
    no_connection.side_effect = RuntimeError(f"password {SECRET} is odd")
    result = run(datapump_facts, ADDRESS, capsys)
    assert result["failed"] is True
    assert "RuntimeError" in result["msg"]
    assert SECRET not in json.dumps(result)


def test_an_empty_list_of_tables_opens_no_connection(
    no_connection: mock.Mock, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(datapump_master_table, {**ADDRESS, "state": "absent", "tables": []}, capsys)
    assert (result["changed"], result["tables"]) == (False, [])
    no_connection.assert_not_called()


def test_options_fall_back_on_the_environment(
    no_connection: mock.Mock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAPUMP_DSN", f"scott/{SECRET}@db1/note")
    assert run(datapump_facts, {}, capsys)["msg"].startswith("dsn: ")
