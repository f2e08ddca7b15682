# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a password is not tried any more."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.dbops.datapump.plugins.plugin_utils.logon_limit import LogonLimit

ACCOUNT = {"user": "dpclean", "password": "wrong"}


def test_it_counts_databases_and_not_attempts(tmp_path: pathlib.Path) -> None:
    limit = LogonLimit(tmp_path, ACCOUNT, 2)
    for host in ("one", "one", "one"):
        limit.note(host, ["DPY-6005", "ORA-01017"])
    assert not limit.reached
    LogonLimit(tmp_path, ACCOUNT, 2).note("two", ["ORA-28000"])
    assert limit.reached


@pytest.mark.parametrize("other", [{"user": "other"}, {"password": "another"}, {"proxy_user": "scott"}])
def test_another_account_or_password_is_not_held_back(tmp_path: pathlib.Path, other: dict[str, str]) -> None:
    LogonLimit(tmp_path, ACCOUNT, 1).note("one", ["ORA-01017"])
    assert LogonLimit(tmp_path, ACCOUNT, 1).reached
    assert not LogonLimit(tmp_path, ACCOUNT | other, 1).reached


def test_only_refused_logons_count_and_0_is_no_limit(tmp_path: pathlib.Path) -> None:
    limit = LogonLimit(tmp_path, ACCOUNT, 1)
    limit.note("one", ["ORA-12541", "DPY-6005", "ORA-00942"])
    assert not limit.reached
    limit.note("one", ["ORA-01017"])
    assert limit.reached
    assert not LogonLimit(tmp_path, ACCOUNT, 0).reached


def test_no_secret_and_no_host_is_left_in_the_folder(tmp_path: pathlib.Path) -> None:
    LogonLimit(tmp_path, ACCOUNT, 1).note("../../payroll", ["ORA-01017"])
    (left,) = tmp_path.iterdir()
    assert "wrong" not in left.name
    assert "payroll" not in left.name
    assert left.read_bytes() == b""
