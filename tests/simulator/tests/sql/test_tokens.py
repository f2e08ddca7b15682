# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lexical units that a grammar above never gets to repair."""

from __future__ import annotations

import pytest

from simora.engine import StatementKind
from simora.errors import OraError
from simora.language.binds import bind_names, returning_positions
from simora.language.tokens import TokenKind, statement_kind, tokenize


def values(text: str) -> list[str]:
    return [token.value for token in tokenize(text)]


def kinds(text: str) -> list[str]:
    return [token.kind.value for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1..n", ["1", "..", "N"]),
        ("1.5..2.5", ["1.5", "..", "2.5"]),
        ("t@link", ["T", "@", "LINK"]),
        (".5 1. 1e3 1.5e-3", [".5", "1.", "1e3", "1.5e-3"]),
        ("1.5d 2f 3dx", ["1.5", "2", "3", "DX"]),
        ("a.b( + ) = 1", ["A", ".", "B", "(+)", "=", "1"]),
        ("ORDER /* c */ BY -- end", ["ORDER", "BY"]),
        ("/*+ FULL(t) */ x", ["X"]),
        ("v$session gv_$x# seg$", ["V$SESSION", "GV_$X#", "SEG$"]),
        ("a:=b||c", ["A", ":=", "B", "||", "C"]),
        ("x ^= 1 and y != 2", ["X", "^=", "1", "AND", "Y", "!=", "2"]),
        ("emp%rowtype", ["EMP", "%", "ROWTYPE"]),
    ],
)
def test_values(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'it''s'", "it's"),
        ("''", ""),
        ("n'a'", "a"),
        ("q'[it's]'", "it's"),
        ("Q'!a]'b!'", "a]'b"),
        ("nq'<x>'", "x"),
        ("q'(a''b)'", "a''b"),
        ("'two\nlines'", "two\nlines"),
    ],
)
def test_strings(text: str, expected: str) -> None:
    (token,) = tokenize(text)
    assert (token.kind, token.value) == (TokenKind.STRING, expected)


def test_quoted_names_keep_their_case() -> None:
    word, quoted = tokenize('emp "Emp"')
    assert (word.kind, word.value) == (TokenKind.WORD, "EMP")
    assert (quoted.kind, quoted.value) == (TokenKind.QUOTED, "Emp")
    assert quoted.is_name and not quoted.is_word("EMP")


def test_positions() -> None:
    token = tokenize("select\n  'a\nb',\n x")[-1]
    assert (token.line, token.column, token.start) == (4, 2, 17)


def test_labels_are_no_comparison() -> None:
    assert kinds("<<outer_loop>>") == ["label start", "word", "label end"]


@pytest.mark.parametrize(
    ("text", "code"), [("'open", 1756), ("q'[open'", 1756), ('"open', 1740), ('""', 1741), ("a $ b", 911), ("/*", 1742)]
)
def test_unreadable(text: str, code: int) -> None:
    with pytest.raises(OraError) as caught:
        tokenize(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(select 1 from dual)", StatementKind.QUERY),
        ("/* c */ with a as (select 1 from dual) select * from a", StatementKind.QUERY),
        ("merge into t using s on (1=1) when matched then delete", StatementKind.DML),
        ("<<l>> begin null; end;", StatementKind.PLSQL),
        ("call p(1)", StatementKind.PLSQL),
        ("alter session set nls_date_format = 'X'", StatementKind.OTHER),
        ("alter table t add (x number)", StatementKind.DDL),
        ("purge table t", StatementKind.DDL),
        ("lock table t in exclusive mode", StatementKind.OTHER),
        ("nonsense", StatementKind.OTHER),
        ("", StatementKind.OTHER),
    ],
)
def test_statement_kind(text: str, expected: StatementKind) -> None:
    assert statement_kind(tokenize(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select :a, :B, :a, :1, :\"a\" from dual where x = ':no'", ("A", "B", "A", "1", "a")),
        ("begin :a := :b; :a := 1; end;", ("A", "B")),
        ("create trigger t before insert on x begin :new.a := 1; end;", ()),
        ("select json_object('a':b, 'c' : :d) from dual", ("D",)),
    ],
)
def test_bind_names(text: str, expected: tuple[str, ...]) -> None:
    tokens = tokenize(text)
    assert bind_names(tokens, statement_kind(tokens)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("insert into t (a) values (:1) returning id, a into :2, :3", (1, 2)),
        ("delete from t where a = (select max(:x) into_ from t) return id into :y", (1,)),
        ("update t set a = :1", ()),
        ("select :1 into_x from dual", ()),
    ],
)
def test_returning_positions(text: str, expected: tuple[int, ...]) -> None:
    tokens = tokenize(text)
    assert returning_positions(tokens, statement_kind(tokens)) == expected
