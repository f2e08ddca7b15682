# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The grammar and the trees that are built with it."""

from __future__ import annotations

import lark
import pytest

from simora.errors import OraError
from simora.language.tokens import tokenize
from simora.plsql import parse
from simora.plsql.syntax import parser, tree
from simora.plsql.syntax.build import TreeBuilder


def test_every_rule_has_its_method():
    rules = parser._PARSER.rules
    names = {rule.alias or rule.origin.name for rule in rules if not rule.origin.name.startswith("__")}
    transparent = {rule.origin.name for rule in rules if rule.options.expand1}
    built = {name for name in names - transparent if not hasattr(TreeBuilder, name)}
    assert built == set()


def test_no_tree_of_the_parsers_own_is_left():
    pending: list[object] = [parse(EVERYTHING)]
    while pending:
        node = pending.pop()
        assert not isinstance(node, lark.Tree)
        if isinstance(node, tuple):
            pending += node
        elif hasattr(node, "__dataclass_fields__"):
            pending += [getattr(node, name) for name in node.__dataclass_fields__]


# One of each construct that the grammar knows.
EVERYTHING = """
<<whole>>
DECLARE
  TYPE line IS RECORD (a NUMBER NOT NULL := 1, b VARCHAR2(30 CHAR));
  TYPE lines IS TABLE OF line INDEX BY VARCHAR2(10);
  TYPE few IS VARRAY(3) OF NUMBER(10, -2);
  TYPE ref IS REF CURSOR RETURN emp%ROWTYPE;
  SUBTYPE small IS PLS_INTEGER RANGE 1 .. 9;
  e EXCEPTION;
  PRAGMA EXCEPTION_INIT(e, -20001);
  c CONSTANT DATE DEFAULT DATE '2020-01-01';
  t TIMESTAMP(6) WITH LOCAL TIME ZONE;
  i INTERVAL DAY(3) TO SECOND(2) := INTERVAL '1 02:03' DAY TO MINUTE;
  d DOUBLE PRECISION;
  CURSOR q(p NUMBER DEFAULT 1) RETURN emp%ROWTYPE IS SELECT * FROM emp WHERE (empno = p);
  FUNCTION f(x IN OUT NOCOPY NUMBER, y OUT VARCHAR2) RETURN NUMBER DETERMINISTIC;
  FUNCTION f(x IN OUT NOCOPY NUMBER, y OUT VARCHAR2) RETURN NUMBER DETERMINISTIC IS BEGIN RETURN x; END f;
  PROCEDURE p AS n NUMBER; BEGIN NULL; EXCEPTION WHEN OTHERS THEN RAISE; END p;
BEGIN
  a.b(1).c := -x ** 2 + (y || z) * 4 MOD 3 / 2;
  p; p(1, n => 2); sys.pkg.p();
  IF a AND NOT b OR c IS NOT NULL THEN NULL; ELSIF d NOT IN (1, 2) THEN NULL; ELSE NULL; END IF;
  CASE x WHEN 1 THEN NULL; ELSE NULL; END CASE;
  <<outer>> LOOP EXIT outer WHEN a > 1; CONTINUE; END LOOP outer;
  WHILE a NOT BETWEEN 1 AND 2 LOOP GOTO done; END LOOP;
  FOR i IN REVERSE 1..3 LOOP NULL; END LOOP;
  FOR r IN q(1) LOOP NULL; END LOOP;
  FOR r IN (SELECT a FROM (SELECT 1 a FROM dual)) LOOP NULL; END LOOP;
  OPEN q(p => 2); FETCH q BULK COLLECT INTO x LIMIT 10; CLOSE q;
  OPEN :v FOR SELECT 1 FROM dual;
  OPEN v FOR 'SELECT 1 FROM dual WHERE 1 = :1' USING x;
  EXECUTE IMMEDIATE 'x' || y INTO a, b USING IN x, OUT y, IN OUT z RETURNING INTO w;
  FORALL i IN 1 .. 3 SAVE EXCEPTIONS INSERT INTO t VALUES (x(i));
  FORALL i IN INDICES OF x UPDATE t SET a = x(i);
  FORALL i IN VALUES OF x EXECUTE IMMEDIATE 'y' USING x(i);
  SELECT a, b INTO x, y FROM t WHERE a = (SELECT MAX(a) FROM t);
  MERGE INTO t USING u ON (t.a = u.a) WHEN MATCHED THEN UPDATE SET b = 1;
  LOCK TABLE t IN EXCLUSIVE MODE NOWAIT; SAVEPOINT s; ROLLBACK TO s; COMMIT;
  x := CASE WHEN a LIKE 'x!%' ESCAPE '!' THEN CAST(b AS NUMBER) ELSE EXTRACT(DAY FROM c) END;
  x := CASE y WHEN 1 THEN TRIM(BOTH 'x' FROM y) END || TRIM(z) || SQL%ROWCOUNT || TO_CHAR(TIMESTAMP '2020-01-01 00:00:00');
  DECLARE n NUMBER; BEGIN NULL; END;
  <<done>> RETURN;
EXCEPTION
  WHEN e OR whole.other THEN RAISE e;
  WHEN OTHERS THEN raise_application_error(-20000, SQLERRM);
END whole;
"""  # noqa: E501


def test_positions_count_from_one():
    block = parse("BEGIN\n  p;\nEND;")
    assert isinstance(block, tree.Block)
    assert block.statements[0].at == (2, 3)


def test_sql_ends_at_the_semicolon_or_at_the_parenthesis_of_the_block():
    block = parse("BEGIN FOR r IN (SELECT (1) FROM dual) LOOP DELETE FROM t WHERE (a = 1); END LOOP; END;")
    assert isinstance(block, tree.Block)
    loop = block.statements[0]
    assert isinstance(loop, tree.CursorLoop) and isinstance(loop.source, tuple)
    assert [token.value for token in loop.source] == ["SELECT", "(", "1", ")", "FROM", "DUAL"]
    (delete,) = loop.statements
    assert isinstance(delete, tree.SqlStatement) and delete.tokens[-1].value == ")"


def test_operators_bind_as_documented():
    expression = parser.parse_expression(tokenize("a OR NOT b AND c = -d ** 2 + e || f * g"))
    assert isinstance(expression, tree.Logical) and expression.operator == "OR"
    conjunction = expression.right
    assert isinstance(conjunction, tree.Logical) and isinstance(conjunction.left, tree.Not)
    comparison = conjunction.right
    assert isinstance(comparison, tree.Binary) and comparison.operator == "="
    concatenation = comparison.right
    assert isinstance(concatenation, tree.Binary) and concatenation.operator == "||"
    assert isinstance(concatenation.left, tree.Binary) and concatenation.left.operator == "+"
    assert isinstance(concatenation.left.left, tree.Signed)


def test_the_same_text_is_parsed_once():
    text = "BEGIN NULL; NULL; END;"
    assert parse(text) is parse(text)


@pytest.mark.parametrize("text", ["", "BEGIN END;", "BEGIN NULL; END; END;", "x := 1;", "BEGIN a := (1; END;"])
def test_what_is_no_block(text):
    with pytest.raises(OraError) as caught:
        parse(text)
    assert caught.value.code == 6550
