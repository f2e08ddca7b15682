# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions: transactions, tags, ALTER SESSION, being killed, the log of statements."""

from __future__ import annotations

import pytest


@pytest.fixture
def scott(world):
    return world.login()


def test_rollback_undoes_and_savepoints_divide(scott):
    scott.run("DELETE FROM emp WHERE empno = 7369")
    scott.run("SAVEPOINT a")
    scott.run("DELETE FROM emp")
    assert scott.value("SELECT COUNT(*) FROM emp") == 0
    scott.run("ROLLBACK TO a")
    assert scott.value("SELECT COUNT(*) FROM emp") == 1
    assert scott.code("ROLLBACK TO b") == 1086
    scott.run("ROLLBACK")
    assert scott.value("SELECT COUNT(*) FROM emp") == 2
    assert scott.code("ROLLBACK TO a") == 1086


def test_a_session_that_ends_is_rolled_back(world, scott):
    scott.run("DELETE FROM emp")
    assert scott.session.in_transaction
    scott.session.close()
    assert world.login().value("SELECT COUNT(*) FROM emp") == 2


def test_a_failing_block_undoes_its_own_changes_only(scott):
    scott.run("DELETE FROM emp WHERE empno = 7369")
    assert scott.code("BEGIN DELETE FROM emp; RAISE_APPLICATION_ERROR(-20001, 'no'); END;") == 20001
    assert scott.value("SELECT COUNT(*) FROM emp") == 1


def test_ddl_inside_a_block_commits(scott):
    block = "BEGIN DELETE FROM emp; EXECUTE IMMEDIATE 'CREATE TABLE t (a NUMBER)'; RAISE NO_DATA_FOUND; END;"
    assert scott.code(block) == 1403
    assert scott.value("SELECT COUNT(*) FROM emp") == 0
    assert scott.code("SELECT * FROM t") == 0


def test_a_failing_block_undoes_what_it_did_after_its_own_commit(scott):
    scott.run("UPDATE emp SET ename = 'X'")
    block = "BEGIN COMMIT; DELETE FROM emp WHERE empno = 7369; RAISE NO_DATA_FOUND; END;"
    assert scott.code(block) == 1403
    assert scott.value("SELECT COUNT(*) FROM emp WHERE ename = 'X'") == 2


def test_a_read_only_transaction_writes_nothing(scott):
    scott.run("SET TRANSACTION READ ONLY")
    assert scott.code("DELETE FROM emp") == 1456
    scott.run("COMMIT")
    assert scott.code("DELETE FROM emp") == 0
    assert scott.code("SET TRANSACTION READ ONLY") == 1453


def test_tags_are_visible_to_others(world, scott):
    scott.session.set_tags(module="cleanup", action="find", client_identifier="run 7", client_info="x")
    query = "SELECT module, action, client_identifier, client_info FROM v$session WHERE sid = :s"
    assert world.dba.rows(query, scott.session.sid) == [("cleanup", "find", "run 7", "x")]
    assert scott.value("SELECT SYS_CONTEXT('USERENV', 'CLIENT_IDENTIFIER') FROM dual") == "run 7"


def test_a_killed_session_learns_of_it_with_its_next_call(world, scott):
    dba = world.dba
    scott.run("DELETE FROM emp")
    assert dba.code(f"ALTER SYSTEM KILL SESSION '{scott.session.sid},1'") == 30
    dba.run(f"ALTER SYSTEM KILL SESSION '{scott.session.sid},{scott.session.serial},@1' IMMEDIATE")
    assert dba.value("SELECT COUNT(*) FROM v$session WHERE sid = :s", scott.session.sid) == 0
    assert scott.code("SELECT 1 FROM dual") == 28
    assert dba.value("SELECT COUNT(*) FROM scott.emp") == 2


def test_nobody_kills_oneself_or_without_alter_system(world, scott):
    dba = world.dba
    assert dba.code(f"ALTER SYSTEM KILL SESSION '{dba.session.sid},{dba.session.serial}'") == 27
    assert dba.code("ALTER SYSTEM KILL SESSION 'nonsense'") == 26
    assert scott.code(f"ALTER SYSTEM KILL SESSION '{dba.session.sid},{dba.session.serial}'") == 1031


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("ddl_lock_timeout = 5", 0),
        ("ddl_lock_timeout = -1", 68),
        ("ddl_lock_timeout = 1000001", 68),
        ("ddl_lock_timeout = soon", 2017),
        ("recyclebin = maybe", 96),
        ("processes = 5", 2096),
        ("nonsense = 5", 2248),
        ("nls_date_format = 'YYYY' nls_sort = BINARY", 0),
        ("CURRENT_SCHEMA = system", 0),
        ("CURRENT_SCHEMA = absent", 1435),
        ("CONTAINER = pdb1", 65011),
        ("TIME_ZONE = '+02:00'", 0),
    ],
)
def test_alter_session(scott, setting, code):
    assert scott.code(f"ALTER SESSION SET {setting}") == code


def test_a_session_parameter_changes_nobody_elses(world, scott):
    scott.run("ALTER SESSION SET ddl_lock_timeout = 5")
    query = "SELECT value FROM v$parameter WHERE name = 'ddl_lock_timeout'"
    dba = world.dba
    assert dba.value(query) == "0"
    dba.run("ALTER SYSTEM SET ddl_lock_timeout = 7")
    assert dba.value(query) == "7"
    dba.run("ALTER SESSION SET ddl_lock_timeout = 9")
    assert dba.value(query) == "9"
    assert dba.value(query.replace("v$parameter", "v$system_parameter")) == "7"
    assert dba.code("ALTER SYSTEM SET recyclebin = OFF") == 2096
    assert dba.code("ALTER SYSTEM SET recyclebin = OFF DEFERRED") == 0


def test_the_current_schema_resolves_names_but_grants_nothing(world):
    nobody = world.login("NOBODY")
    nobody.run("ALTER SESSION SET CURRENT_SCHEMA = scott")
    assert nobody.code("SELECT * FROM emp") == 942
    cleaner = world.login("DPCLEAN")
    cleaner.run("ALTER SESSION SET CURRENT_SCHEMA = scott")
    assert cleaner.value("SELECT COUNT(*) FROM emp") == 2
    assert cleaner.rows("SELECT user, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM dual") == [("DPCLEAN", "SCOTT")]


def test_every_statement_is_logged_with_those_inside_blocks(world, scott):
    log = world.database().statements
    log.clear()
    scott.session.set_tags(module="m")
    scott.run("SELECT 1 FROM dual")
    scott.code("SELECT * FROM absent WHERE a = :value", 1)
    scott.run("BEGIN EXECUTE IMMEDIATE 'CREATE TABLE t (a NUMBER)'; END;")
    found = [(entry.kind, entry.outcome, entry.nested, entry.module, entry.binds) for entry in log.entries]
    assert found == [
        ("query", 0, False, "m", ()),
        ("query", 942, False, "m", ("VALUE",)),
        ("plsql", 0, False, "m", ()),
        ("ddl", 0, True, "m", ()),
    ]
    counts = log.statistics()
    assert (counts["logons"], counts["connections"], counts["round_trips"]) == (0, 0, 3)
    assert (counts["statements"], counts["nested_statements"]) == (3, 1)


def test_unknown_context_attributes_are_an_error(scott):
    assert scott.code("SELECT SYS_CONTEXT('USERENV', 'NONSENSE') FROM dual") == 2003
    assert scott.value("SELECT SYS_CONTEXT('OTHER', 'NONSENSE') FROM dual") is None
