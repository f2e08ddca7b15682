# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Views in Oracle's SQL, lowered to SQLite views; translations that are kept only while they hold."""

from __future__ import annotations

import pytest

from simora import sql
from simora.errors import OraError
from simora.sql import selftest
from simora.values import NUMBER, varchar2

JOBS = """
    SELECT j.owner_name, j.job_name, j.operation, j.state
      FROM live j
     WHERE j.queue IS NOT NULL
    UNION ALL
    SELECT u.name, o.name, SUBSTR(c.comment$, 24, 30), 'NOT RUNNING'
      FROM obj$ o, user$ u, com$ c
     WHERE SUBSTR(c.comment$, 1, 22) = 'Data Pump Master Table'
       AND RTRIM(SUBSTR(c.comment$, 24, 30)) IN ('EXPORT', 'IMPORT')
       AND o.obj# = c.obj# AND o.type# = 2 AND u.user# = o.owner# AND BITAND(o.flags, 128) <> 128
       AND NOT EXISTS (SELECT 1 FROM live j WHERE j.owner_name = u.name AND j.job_name = o.name)"""


@pytest.fixture
def dictionary(session):
    """The base tables of a view like DBA_DATAPUMP_JOBS."""
    text, integer = varchar2(128), NUMBER
    tables = {
        "OBJ$": [("OBJ#", integer, False), ("OWNER#", integer, False), ("NAME", text, False),
                 ("TYPE#", integer, False), ("FLAGS", integer, False)],
        "USER$": [("USER#", integer, False), ("NAME", text, False)],
        "COM$": [("OBJ#", integer, False), ("COMMENT$", varchar2(4000), True)],
        "LIVE": [("OWNER_NAME", text, True), ("JOB_NAME", text, True), ("OPERATION", text, True),
                 ("STATE", text, True), ("QUEUE", text, True)],
    }  # fmt: skip
    for number, (name, columns) in enumerate(tables.items(), start=2001):
        session.create(name, columns, number)
    session.insert("USER$", (1, "SCOTT"))
    session.insert("LIVE", ("SCOTT", "LIVE_1", "EXPORT", "EXECUTING", "q"))
    session.insert("LIVE", ("SCOTT", "HIDDEN_1", "EXPORT", "EXECUTING", None))
    for number, name in enumerate(("LIVE_1", "HIDDEN_1", "DEAD_1", "BINNED"), start=1):
        session.insert("OBJ$", (number, 1, name, 2, 128 if name == "BINNED" else 0))
        session.insert("COM$", (number, "Data Pump Master Table " + "EXPORT".ljust(30) + " " + "SCHEMA".ljust(30)))
    return session


def create(session, name, text):
    relations = session.catalog.relations
    select, columns = sql.define_view(session.database, text, lambda owner, name: relations[(owner or "SCOTT", name)])
    session.sqlite.execute(f"CREATE VIEW `{name}` AS {select}")
    relation_type, column_type = type(relations[("SCOTT", "EMP")]), type(relations[("SCOTT", "EMP")].columns[0])
    shown = tuple(column_type(column.name, column.type, column.nullable, column.name) for column in columns)
    relations[("SCOTT", name)] = relation_type("SCOTT", name, None, f"`{name}`", shown, "VIEW", False)
    return columns


def test_a_view_keeps_padding_and_hides_what_oracle_hides(dictionary) -> None:
    create(dictionary, "JOBS", JOBS)
    assert dictionary.rows("SELECT job_name, operation, state FROM jobs ORDER BY 1") == [
        ("DEAD_1", "EXPORT".ljust(30), "NOT RUNNING"),
        ("LIVE_1", "EXPORT", "EXECUTING"),
    ]
    assert dictionary.rows("SELECT RTRIM(operation) FROM jobs WHERE job_name NOT LIKE 'LIVE%'") == [("EXPORT",)]


def test_conditions_on_a_view_reach_the_indexes_of_its_tables(dictionary) -> None:
    """No Python function may stand around an indexed column, and no inner select may be materialised."""
    create(dictionary, "JOBS", JOBS)
    dictionary.sqlite.execute("CREATE INDEX object ON `seg_2001` (c3)")
    dictionary.sqlite.execute("CREATE INDEX live ON `seg_2004` (c1, c2)")
    statements = []
    dictionary.sqlite.set_trace_callback(statements.append)
    dictionary.rows("SELECT state FROM jobs WHERE owner_name = 'SCOTT' AND job_name = 'DEAD_1'")
    dictionary.sqlite.set_trace_callback(None)
    plan = [row[-1] for row in dictionary.sqlite.execute(f"EXPLAIN QUERY PLAN {statements[0]}")]
    assert sum("USING INDEX object" in step for step in plan) == 1
    assert sum("INDEX live (c1=? AND c2=?)" in step for step in plan) == 2
    assert not any("MATERIALIZE" in step for step in plan)


def test_columns_of_a_view(session) -> None:
    columns = create(session, "V", "SELECT empno, ename AS n, sal * 12 FROM emp")
    assert [column.name for column in columns] == ["EMPNO", "N", "SAL*12"]
    assert session.rows('SELECT n, "SAL*12" FROM v WHERE empno = 7839') == [("KING", 60000)]
    assert session.error("DELETE FROM v") == 1732


@pytest.mark.parametrize(
    ("text", "code"),
    [("SELECT :a x FROM dual", 900), ("DELETE FROM emp", 900), ("SELECT 1 a, 2 a FROM dual", 957),
     ("SELECT nope FROM emp", 904)],
)  # fmt: skip
def test_texts_that_define_no_view(session, text, code) -> None:
    with pytest.raises(OraError) as caught:
        create(session, "V", text)
    assert caught.value.code == code


def test_a_translation_lasts_while_its_names_mean_the_same(session) -> None:
    text = "SELECT dname FROM dept WHERE deptno = 10"
    assert session.rows(text) == [("ACCOUNTING",)]
    lookups = session.catalog.lookups
    assert session.rows(text) == [("ACCOUNTING",)]
    assert session.catalog.lookups == lookups + 1  # asked again, not translated again
    del session.catalog.relations[("SCOTT", "DEPT")]
    assert session.error(text) == 942
    session.create("DEPT", [("DEPTNO", NUMBER, True), ("DNAME", varchar2(5), True)], 1099)
    assert session.rows(text) == []


def test_translations_are_kept_apart_by_user_and_bind_type(session) -> None:
    text = "SELECT :1 || '' FROM dual"
    assert session.rows(text, 1) == [("1",)]
    assert session.rows(text, "x") == [("x",)]
    session.create("EMP", [("OTHER", NUMBER, True)], 1100, owner="HR")
    assert len(session.rows("SELECT * FROM emp")) == 6
    assert session.rows("SELECT * FROM hr.emp") == []


def test_the_self_test_passes_and_is_not_empty() -> None:
    selftest.verify.__wrapped__()


@pytest.mark.parametrize("text", ["1 = 1", "'A' LIKE 'a'"])
def test_the_self_test_notices_a_wrong_answer(monkeypatch, text) -> None:
    monkeypatch.setattr(selftest, "_VALUES", ((f"CASE WHEN {text} THEN 1 ELSE 0 END", 2),))
    with pytest.raises(RuntimeError, match="self-test"):
        selftest.verify.__wrapped__()
