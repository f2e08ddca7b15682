# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Support note 336014.1: its two lists before and after its own steps, sent as the note words them."""

from __future__ import annotations

import pytest

JOBS = (
    "SELECT owner_name, job_name, operation, job_mode, state, attached_sessions FROM dba_datapump_jobs"
    " WHERE job_name NOT LIKE 'BIN$%' ORDER BY 1,2"
)
MASTER_TABLES = (
    "SELECT o.status, o.object_id, o.object_type, o.owner||'.'||object_name \"OWNER.OBJECT\""
    " FROM dba_objects o, dba_datapump_jobs j"
    " WHERE o.owner=j.owner_name AND o.object_name=j.job_name AND j.job_name NOT LIKE 'BIN$%' ORDER BY 4,2"
)
STOP_THE_GHOST = """
    DECLARE
      h1 NUMBER;
    BEGIN
      h1 := DBMS_DATAPUMP.ATTACH('SYS_EXPORT_TABLE_01','SCOTT');
      DBMS_DATAPUMP.STOP_JOB (h1);
    END;
"""
RUNNING = ("SCOTT", "EXPDP_20051121", "EXPORT", "SCHEMA", "EXECUTING", 1)
GHOST = ("SCOTT", "SYS_EXPORT_TABLE_01", "EXPORT", "TABLE", "NOT RUNNING", 0)
CRASHED = ("SCOTT", "SYS_EXPORT_TABLE_02", "EXPORT", "TABLE", "NOT RUNNING", 0)
PAUSED = ("SYSTEM", "SYS_EXPORT_FULL_01", "EXPORT", "FULL", "NOT RUNNING", 0)


def listed(client):
    """The note's first list, without the blanks that NOT RUNNING rows are padded with."""
    return [(row[0], row[1], row[2].rstrip(), row[3].rstrip(), *row[4:]) for row in client.query(JOBS)]


@pytest.fixture
def world(scenario_world):
    return scenario_world("support_note.yml", "NOTE")


@pytest.fixture
def dba(world):
    return world.client("SYS", privilege="SYSDBA")


def test_the_lists_before(dba) -> None:
    assert listed(dba) == [RUNNING, GHOST, CRASHED, PAUSED]
    assert dba.query(MASTER_TABLES) == [
        ("VALID", 85283, "TABLE", "SCOTT.EXPDP_20051121"),
        ("VALID", 85215, "TABLE", "SCOTT.SYS_EXPORT_TABLE_02"),
        ("VALID", 85162, "TABLE", "SYSTEM.SYS_EXPORT_FULL_01"),
    ]


def test_dropping_the_crashed_job_leaves_the_others(dba) -> None:
    dba.run("DROP TABLE scott.sys_export_table_02")
    assert listed(dba) == [RUNNING, GHOST, PAUSED]


def test_the_ghost_goes_a_while_after_it_was_stopped(world, dba) -> None:
    world.client("SCOTT").run(STOP_THE_GHOST)
    assert any(job[1] == "SYS_EXPORT_TABLE_01" for job in listed(dba))
    world.advance(60)
    assert listed(dba) == [RUNNING, CRASHED, PAUSED]


def test_the_lists_after(world, dba) -> None:
    dba.run("DROP TABLE scott.sys_export_table_02")
    world.client("SCOTT").run(STOP_THE_GHOST)
    world.advance(60)
    assert listed(dba) == [RUNNING, PAUSED]
    assert dba.query(MASTER_TABLES) == [
        ("VALID", 85283, "TABLE", "SCOTT.EXPDP_20051121"),
        ("VALID", 85162, "TABLE", "SYSTEM.SYS_EXPORT_FULL_01"),
    ]


def test_other_peoples_recycle_bin_holds_the_same_names(dba) -> None:
    names = dba.query("SELECT owner, original_name FROM dba_recyclebin WHERE type = 'TABLE' ORDER BY 1, 2")
    assert names == [
        ("HR", "JOB_HISTORY_2004"),
        ("HR", "SYS_EXPORT_TABLE_02"),
        ("SCOTT", "EMP_BACKUP"),
        ("SCOTT", "SYS_EXPORT_TABLE_02"),
    ]
