# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DDL: what it changes in the dictionary, what it refuses, and its implicit commits."""

from __future__ import annotations

import pytest


@pytest.fixture
def scott(world):
    return world.login()


def test_ddl_commits_before_and_after_even_when_it_fails(world, scott):
    scott.run("INSERT INTO emp (empno) VALUES (1)")
    assert scott.code("DROP TABLE absent") == 942
    scott.run("ROLLBACK")
    assert scott.value("SELECT COUNT(*) FROM emp") == 3


def test_a_text_that_is_no_statement_commits_nothing(scott):
    scott.run("INSERT INTO emp (empno) VALUES (1)")
    assert scott.code("DROP NONSENSE") == 950
    scott.run("ROLLBACK")
    assert scott.value("SELECT COUNT(*) FROM emp") == 2


def test_types_sizes_and_nullability_are_in_the_dictionary(scott):
    scott.run(
        "CREATE TABLE t (a NUMBER(5,2) NOT NULL, b VARCHAR2(30 CHAR) DEFAULT 'x', c TIMESTAMP(3), d RAW(16), e CLOB,"
        " f CHAR, g NUMBER, h INTEGER)"
    )
    columns = scott.rows(
        "SELECT column_name, data_type, data_length, data_precision, data_scale, nullable FROM user_tab_columns"
        " WHERE table_name = 'T' ORDER BY column_id"
    )
    assert columns == [
        ("A", "NUMBER", 22, 5, 2, "N"),
        ("B", "VARCHAR2", 30, None, None, "Y"),
        ("C", "TIMESTAMP(3)", 11, None, 3, "Y"),
        ("D", "RAW", 16, None, None, "Y"),
        ("E", "CLOB", 4000, None, None, "Y"),
        ("F", "CHAR", 1, None, None, "Y"),
        ("G", "NUMBER", 22, None, None, "Y"),
        ("H", "NUMBER", 22, None, 0, "Y"),
    ]


def test_names_keep_their_case_only_in_quotes(scott):
    scott.run('CREATE TABLE "Mixed Case" ("a" NUMBER, b NUMBER)')
    assert scott.code("SELECT * FROM mixed") == 942
    assert scott.rows('SELECT "a", B FROM "Mixed Case"') == []
    assert scott.code('SELECT a FROM "Mixed Case"') == 904


def test_a_default_fills_what_an_insert_leaves_out(scott):
    scott.run("CREATE TABLE t (a NUMBER, b VARCHAR2(5) DEFAULT 'x')")
    scott.run("INSERT INTO t (a) VALUES (1)")
    assert scott.rows("SELECT a, b FROM t") == [(1, "x")]


def test_create_table_as_select_copies_rows_and_types(scott):
    scott.run("CREATE TABLE copy AS SELECT empno, ename AS name FROM emp WHERE empno = 7369")
    assert scott.rows("SELECT empno, name FROM copy") == [(7369, "SMITH")]


def test_unique_keys_hold(scott):
    assert scott.code("INSERT INTO emp (empno) VALUES (7369)") == 1
    scott.run("CREATE TABLE t (a NUMBER, b NUMBER)")
    scott.run("INSERT INTO t VALUES (1, 1)")
    scott.run("INSERT INTO t VALUES (1, 2)")
    assert scott.code("CREATE UNIQUE INDEX i ON t (a)") == 1452
    assert scott.code("CREATE UNIQUE INDEX i ON t (a, b)") == 0
    assert scott.code("CREATE INDEX j ON t (a, b)") == 1408


def test_foreign_keys_protect_the_parent(scott):
    scott.run("CREATE TABLE child (empno NUMBER(4) REFERENCES emp)")
    assert scott.code("DROP TABLE emp") == 2449
    assert scott.code("TRUNCATE TABLE emp") == 2266
    assert scott.code("DROP TABLE emp CASCADE CONSTRAINTS") == 0
    assert scott.value("SELECT COUNT(*) FROM user_constraints WHERE table_name = 'CHILD'") == 0


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE TABLE emp (a NUMBER)", 955),
        ("CREATE TABLE t (a NUMBER, A NUMBER)", 957),
        ("CREATE TABLE t (a FANCY)", 902),
        ("CREATE TABLE t (a VARCHAR2)", 906),
        ("CREATE TABLE t (a VARCHAR2(5000))", 910),
        ("CREATE TABLE t (a NUMBER(39))", 1727),
        ("CREATE TABLE t (a NUMBER) TABLESPACE absent", 959),
        ("CREATE TABLE absent.t (a NUMBER)", 1918),
        (f"CREATE TABLE {'t' * 129} (a NUMBER)", 972),
        ("CREATE TABLE t (a NUMBER PRIMARY KEY, b NUMBER PRIMARY KEY)", 2260),
        ("CREATE TABLE t (a NUMBER REFERENCES absent)", 942),
        ("CREATE INDEX i ON absent (a)", 942),
        ("CREATE INDEX i ON emp (absent)", 904),
        ("DROP INDEX absent", 1418),
        ("DROP VIEW emp", 942),
        ("DROP SYNONYM absent", 1434),
        ("ALTER TABLE emp ADD (empno NUMBER)", 1430),
        ("ALTER TABLE emp DROP COLUMN absent", 904),
        ("ALTER TABLE emp DROP CONSTRAINT absent", 2443),
        ("ALTER TABLE emp ADD (x NUMBER NOT NULL)", 1758),
        ("RENAME absent TO t", 4043),
        ("COMMENT ON COLUMN emp.absent IS 'x'", 904),
    ],
)
def test_what_cannot_be_done_has_its_code_and_leaves_no_trace(world, scott, statement, code):
    before = world.dba.rows("SELECT owner, object_name FROM dba_objects WHERE owner = 'SCOTT' ORDER BY 1, 2")
    assert scott.code(statement) == code
    assert world.dba.rows("SELECT owner, object_name FROM dba_objects WHERE owner = 'SCOTT' ORDER BY 1, 2") == before


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("FROBNICATE", 900),
        ("CREATE NONSENSE x", 901),
        ("ALTER NONSENSE x", 940),
        ("DROP NONSENSE x", 950),
        ("DROP TABLE", 903),
        ("DROP TABLE t;", 911),
        ("DROP TABLE t NONSENSE", 933),
        ("CREATE TABLE t", 906),
        ("CREATE TABLE t (a NUMBER", 907),
        ("CREATE TABLE t (a NUMBER) NONSENSE", 922),
        ("PURGE NONSENSE", 38302),
        ("ALTER SESSION SET nonsense = 1", 2248),
        ("ALTER SYSTEM SET nonsense = 1", 1031),
        ("COMMIT NONSENSE", 2185),
    ],
)
def test_syntax_errors_have_oracles_codes(scott, statement, code):
    assert scott.code(statement) == code


def test_thirty_bytes_are_the_limit_in_12_1(build_world, accounts):
    scott = build_world(accounts + 'release: "12.1"').login()
    assert scott.code(f"CREATE TABLE {'t' * 30} (a NUMBER)") == 0
    assert scott.code(f"CREATE TABLE {'t' * 31} (a NUMBER)") == 972
    assert scott.code(f'CREATE TABLE "{"é" * 16}" (a NUMBER)') == 972


def test_altering_a_table_keeps_its_rows(scott):
    scott.run("ALTER TABLE emp ADD (job VARCHAR2(9) DEFAULT 'CLERK')")
    assert scott.value("SELECT COUNT(*) FROM emp WHERE job = 'CLERK'") == 2
    scott.run("ALTER TABLE emp DROP COLUMN ename")
    scott.run("ALTER TABLE emp RENAME COLUMN hiredate TO hired")
    assert scott.rows("SELECT * FROM emp WHERE empno = 7369")[0][2] == "CLERK"
    names = [name for (name,) in scott.rows("SELECT column_name FROM user_tab_columns ORDER BY column_id")]
    assert names == ["EMPNO", "HIRED", "JOB"]
    scott.run("ALTER TABLE emp RENAME TO staff")
    assert scott.value("SELECT COUNT(*) FROM staff") == 2
    scott.run("RENAME staff TO emp")
    assert scott.value("SELECT COUNT(*) FROM emp") == 2


def test_views_follow_their_base_tables(scott):
    scott.run("CREATE VIEW v (n) AS SELECT ename FROM emp")
    assert scott.rows("SELECT n FROM v ORDER BY n") == [("ALLEN",), ("SMITH",)]
    assert scott.code("CREATE VIEW v AS SELECT * FROM emp") == 955
    scott.run("CREATE OR REPLACE VIEW v AS SELECT empno FROM emp")
    scott.run("DROP TABLE emp")
    assert scott.code("SELECT * FROM v") == 4063
    scott.run("FLASHBACK TABLE emp TO BEFORE DROP")
    assert scott.code("SELECT * FROM v") == 0


def test_a_view_reads_with_its_owners_privileges(world, scott):
    scott.run("CREATE VIEW v AS SELECT ename FROM emp")
    scott.run("GRANT SELECT ON v TO nobody")
    assert len(world.login("NOBODY").rows("SELECT * FROM scott.v")) == 2


def test_synonyms_lead_to_their_target(world, scott):
    scott.run("CREATE SYNONYM staff FOR emp")
    assert scott.value("SELECT COUNT(*) FROM staff") == 2
    assert scott.code("DROP TABLE staff") == 942
    scott.run("DROP TABLE emp PURGE")
    assert scott.code("SELECT * FROM staff") == 980
    scott.run("CREATE OR REPLACE SYNONYM staff FOR staff")
    assert scott.code("SELECT * FROM staff") == 1775


def test_comments_are_stored_and_removed(scott):
    scott.run("COMMENT ON TABLE emp IS 'Data Pump Master Table'")
    scott.run("COMMENT ON COLUMN emp.ename IS 'who'")
    assert scott.value("SELECT comments FROM user_tab_comments WHERE table_name = 'EMP'") == "Data Pump Master Table"
    assert scott.rows("SELECT column_name FROM user_col_comments WHERE comments = 'who'") == [("ENAME",)]
    scott.run("COMMENT ON TABLE emp IS ''")
    assert scott.value("SELECT comments FROM user_tab_comments WHERE table_name = 'EMP'") is None


def test_temporary_tables_are_private_to_a_session(world, scott):
    scott.run("CREATE GLOBAL TEMPORARY TABLE g (a NUMBER) ON COMMIT PRESERVE ROWS")
    scott.run("INSERT INTO g VALUES (1)")
    scott.run("COMMIT")
    other = world.login()
    assert (scott.value("SELECT COUNT(*) FROM g"), other.value("SELECT COUNT(*) FROM g")) == (1, 0)
    assert other.code("DROP TABLE g") == 14452
    scott.session.close()
    assert other.code("DROP TABLE g") == 0


def test_queue_tables_and_materialized_views_are_no_tables_to_drop(build_world, accounts):
    world = build_world(
        accounts
        + """
tables:
  - {owner: SCOTT, name: Q, kind: queue, columns: [{name: A, type: NUMBER}]}
  - {owner: SCOTT, name: M, kind: materialized view, columns: [{name: A, type: NUMBER}]}
"""
    )
    scott = world.login()
    assert (scott.code("DROP TABLE q"), scott.code("DROP TABLE m")) == (24005, 12083)


def test_a_read_only_database_takes_no_changes(build_world, accounts):
    world = build_world(accounts + "open_mode: READ ONLY\nrole: PHYSICAL STANDBY")
    scott = world.login()
    assert scott.code("CREATE TABLE t (a NUMBER)") == 16000
    assert scott.code("PURGE RECYCLEBIN") == 16000
    assert scott.code("SELECT 1 FROM dual") == 0


def test_a_read_only_tablespace_takes_no_new_table(build_world, accounts):
    world = build_world(accounts + "tablespaces: [{name: OLD, status: READ ONLY}]")
    assert world.login().code("CREATE TABLE t (a NUMBER) TABLESPACE old") == 1647
