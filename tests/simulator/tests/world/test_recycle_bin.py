# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DROP into the recycle bin and past it, FLASHBACK, PURGE and who may."""

from __future__ import annotations

import re

import pytest

BIN = (
    "SELECT object_name, original_name, type, base_object, can_undrop FROM dba_recyclebin WHERE owner = 'SCOTT'"
    " ORDER BY dropscn, type"
)


@pytest.fixture
def scott(world):
    return world.login()


@pytest.fixture
def cleaner(world):
    return world.login("DPCLEAN")


def test_drop_renames_the_table_and_its_indexes_into_the_bin(scott, cleaner):
    scott.run("DROP TABLE emp")
    index, table = cleaner.rows(BIN)
    assert re.fullmatch(r"BIN\$[A-Za-z0-9+/]{22}==\$\d", table[0])
    assert (table[1], table[2], table[3], table[4]) == ("EMP", "TABLE", 73500, "YES")
    assert (index[2], index[3], index[4]) == ("INDEX", 73500, "NO")
    assert scott.code("SELECT * FROM emp") == 942
    assert scott.value(f'SELECT COUNT(*) FROM "{table[0]}"') == 2


def test_times_are_text_in_oracles_format(scott, cleaner):
    scott.run("DROP TABLE emp")
    created, dropped = cleaner.rows("SELECT createtime, droptime FROM dba_recyclebin WHERE type = 'TABLE'")[0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d:\d\d:\d\d:\d\d", created)
    assert dropped == "2026-01-15:03:00:00"


def test_every_drop_gives_another_name(scott, cleaner):
    for dummy in range(3):
        scott.run("CREATE TABLE t (a NUMBER)")
        scott.run("DROP TABLE t")
    assert len({name for name, *dummy in cleaner.rows(BIN)}) == 3


@pytest.mark.parametrize("statement", ["DROP TABLE emp PURGE", "DROP TABLE emp CASCADE CONSTRAINTS PURGE"])
def test_drop_purge_leaves_nothing(scott, cleaner, statement):
    scott.run(statement)
    assert cleaner.rows(BIN) == []


def test_the_session_decides_whether_there_is_a_bin(scott, cleaner):
    scott.run("ALTER SESSION SET recyclebin = OFF")
    scott.run("DROP TABLE emp")
    assert cleaner.rows(BIN) == []
    cleaner.run("ALTER SESSION SET recyclebin = ON")
    assert cleaner.value("SELECT value FROM v$parameter WHERE name = 'recyclebin'").upper() == "ON"


def test_the_instance_parameter_holds_until_the_session_sets_its_own(build_world, accounts):
    world = build_world(accounts + 'parameters: {recyclebin: "off"}')
    scott, cleaner = world.login(), world.login("DPCLEAN")
    for setting in ("OFF", "ON"):
        scott.run("CREATE TABLE t (a NUMBER)")
        if setting == "ON":
            scott.run("ALTER SESSION SET recyclebin = ON")
        scott.run("DROP TABLE t")
        assert len(cleaner.rows(BIN)) == (setting == "ON")


def test_tables_in_the_system_tablespace_and_of_sys_bypass_the_bin(world, cleaner):
    dba = world.dba
    dba.run("CREATE TABLE system.leftover (a NUMBER)")
    dba.run("CREATE TABLE leftover (a NUMBER) TABLESPACE users")
    dba.run("DROP TABLE system.leftover")
    dba.run("DROP TABLE leftover")
    assert cleaner.value("SELECT COUNT(*) FROM dba_recyclebin") == 0


def test_flashback_restores_rows_identity_and_grants_but_not_names_of_indexes(scott, cleaner):
    before = cleaner.value("SELECT object_id FROM dba_objects WHERE owner = 'SCOTT' AND object_name = 'EMP'")
    scott.run("DROP TABLE emp")
    scott.run("FLASHBACK TABLE emp TO BEFORE DROP")
    assert scott.value("SELECT COUNT(*) FROM emp") == 2
    assert cleaner.rows("SELECT object_id FROM dba_objects WHERE owner = 'SCOTT' AND object_name = 'EMP'") == [
        (before,)
    ]
    ((index,),) = scott.rows("SELECT index_name FROM user_indexes WHERE table_name = 'EMP'")
    ((constraint,),) = scott.rows("SELECT constraint_name FROM user_constraints WHERE table_name = 'EMP'")
    assert index.startswith("BIN$") and constraint.startswith("BIN$")
    assert cleaner.rows(BIN) == []
    assert scott.code(f'ALTER INDEX "{index}" RENAME TO pk_emp') == 0
    assert scott.code(f'ALTER TABLE emp RENAME CONSTRAINT "{constraint}" TO pk_emp') == 0


def test_flashback_needs_a_free_name_and_an_entry(scott):
    scott.run("DROP TABLE emp")
    scott.run("CREATE TABLE emp (a NUMBER)")
    assert scott.code("FLASHBACK TABLE emp TO BEFORE DROP") == 38312
    assert scott.code("FLASHBACK TABLE emp TO BEFORE DROP RENAME TO emp_before") == 0
    assert scott.code("FLASHBACK TABLE emp TO BEFORE DROP") == 38305


def test_flashback_takes_the_newest_and_purge_the_oldest_of_one_name(scott):
    for value in (1, 2, 3):
        scott.run("CREATE TABLE t (a NUMBER)")
        scott.run("INSERT INTO t VALUES (:v)", value)
        scott.run("DROP TABLE t")
    scott.run("PURGE TABLE t")
    scott.run("FLASHBACK TABLE t TO BEFORE DROP")
    assert scott.value("SELECT a FROM t") == 3
    scott.run("DROP TABLE t PURGE")
    scott.run("FLASHBACK TABLE t TO BEFORE DROP")
    assert scott.value("SELECT a FROM t") == 2


def test_the_exact_bin_name_chooses_one_entry(scott, cleaner):
    for value in (1, 2):
        scott.run("CREATE TABLE t (a NUMBER)")
        scott.run("INSERT INTO t VALUES (:v)", value)
        scott.run("DROP TABLE t")
    first, second = (name for name, *dummy in cleaner.rows(BIN))
    cleaner.run(f'PURGE TABLE scott."{second}"')
    assert [name for name, *dummy in cleaner.rows(BIN)] == [first]
    assert cleaner.code(f'PURGE TABLE scott."{second}"') == 38307


def test_what_is_in_the_bin_takes_no_ddl_and_no_dml(scott, cleaner):
    scott.run("DROP TABLE emp")
    name = cleaner.rows(BIN)[1][0]
    assert scott.code(f'DROP TABLE "{name}"') == 38301
    assert scott.code(f'DELETE FROM "{name}"') == 38301
    assert scott.code(f'ALTER TABLE "{name}" ADD (x NUMBER)') == 38301


def test_purge_recyclebin_is_ones_own_and_dba_recyclebin_needs_its_privilege(world, scott, cleaner):
    scott.run("DROP TABLE emp")
    cleaner.run("PURGE RECYCLEBIN")
    assert len(cleaner.rows(BIN)) == 2
    assert cleaner.code("PURGE DBA_RECYCLEBIN") == 1031
    world.dba.run("GRANT PURGE DBA_RECYCLEBIN TO dpclean")
    assert cleaner.code("PURGE DBA_RECYCLEBIN") == 0
    assert cleaner.rows(BIN) == []


def test_purging_what_belongs_to_others_needs_drop_any_table(world, scott):
    scott.run("DROP TABLE emp")
    assert world.login("NOBODY").code("PURGE TABLE scott.emp") == 38311
    assert world.login("DPCLEAN").code("PURGE TABLE scott.emp") == 0


def test_purge_tablespace_of_one_user(world, scott, cleaner):
    scott.run("DROP TABLE emp")
    cleaner.run("PURGE TABLESPACE system USER scott")
    assert len(cleaner.rows(BIN)) == 2
    cleaner.run("PURGE TABLESPACE users USER scott")
    assert cleaner.rows(BIN) == []


def test_an_object_number_is_never_used_twice(scott):
    scott.run("CREATE TABLE t (a NUMBER)")
    first = scott.value("SELECT object_id FROM user_objects WHERE object_name = 'T'")
    scott.run("DROP TABLE t PURGE")
    scott.run("CREATE TABLE t (a NUMBER)")
    assert scott.value("SELECT object_id FROM user_objects WHERE object_name = 'T'") > first


def test_user_recyclebin_and_its_synonym_show_only_ones_own(world, scott):
    scott.run("DROP TABLE emp")
    assert scott.value("SELECT COUNT(*) FROM recyclebin") == 2
    assert scott.value("SELECT COUNT(*) FROM user_recyclebin WHERE original_name = 'EMP'") == 1
    assert world.login("NOBODY").value("SELECT COUNT(*) FROM recyclebin") == 0
