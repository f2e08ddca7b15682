# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every token of a statement counts: with one more, one less or a clause twice it is refused or means something else.

sqlglot, which parses, takes most keywords as optional and silently drops what it has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from simora.errors import OraError
from simora.language.tokens import tokenize
from simora.sql import from_sqlglot

# Without the words that Oracle lets one leave out: AS, ASC, INNER, OUTER, ALL, FROM after DELETE.
STATEMENTS = (
    "SELECT DISTINCT e.ename n, COUNT(*), -sal + 2 * (1 - x) || 'a' FROM emp e, dept d WHERE e.deptno = d.deptno (+)",
    "SELECT a FROM t JOIN u ON t.x = u.x LEFT JOIN v USING (y, z) NATURAL JOIN w CROSS JOIN x WHERE a IS NOT NULL",
    "SELECT 1 FROM t WHERE a NOT BETWEEN 1 AND 2 AND b NOT IN (1, 2) OR NOT c LIKE 'x' ESCAPE '!' AND d IN (SELECT 1)",
    "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u) AND a > ALL (1, 2) AND b = ANY (SELECT 1) AND (c, d) <> (1, :b)",
    "SELECT a, SUM(b) FROM t WHERE c = 1 GROUP BY a, b HAVING SUM(b) > 2 ORDER BY a DESC NULLS LAST, 2",
    "SELECT a FROM t ORDER BY a OFFSET 5 ROWS FETCH NEXT 3 ROWS ONLY",
    "SELECT a FROM t WHERE b = 1 FOR UPDATE OF t.a, b WAIT 5",
    "SELECT a FROM t START WITH p IS NULL CONNECT BY NOCYCLE PRIOR a = p AND LEVEL < 3",
    "SELECT 1 FROM t UNION ALL (SELECT 2 FROM u MINUS SELECT 3 FROM v) INTERSECT SELECT 4 FROM w ORDER BY 1",
    "WITH a (x, y) AS (SELECT 1, 2 FROM t), b AS (SELECT 3 FROM a) SELECT * FROM a, (SELECT b.* FROM b) c",
    "SELECT CASE WHEN a = 1 THEN 2 WHEN b = 2 THEN 3 ELSE 4 END, CASE x WHEN 1 THEN 2 END FROM t WHERE f(b => 1) = 1",
    "SELECT CAST(a AS NUMBER(5, 2)), CAST(b AS TIMESTAMP WITH LOCAL TIME ZONE), EXTRACT(YEAR FROM c) FROM t",
    "SELECT TRIM(LEADING 'x' FROM a), DATE '2026-01-01', INTERVAL '1 2' DAY TO HOUR, c AT TIME ZONE 'UTC' FROM t",
    "SELECT LISTAGG(DISTINCT a, ',') WITHIN GROUP (ORDER BY b), p.q.f(1), LAG(c IGNORE NULLS) OVER () FROM t@l.m",
    "SELECT SUM(a) OVER (PARTITION BY b, c ORDER BY d ROWS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING) FROM t",
    "INSERT INTO s.t (a, b) VALUES (1, DEFAULT) RETURNING a, b INTO :x, :y",
    "INSERT INTO t SELECT a, b FROM u WHERE c = 1",
    "UPDATE t x SET a = 1, (b, c) = (SELECT 1, 2 FROM u), d = DEFAULT WHERE e = 1 AND f = 2 RETURNING a INTO :x",
    "DELETE t WHERE a = 1 AND b = 2",
    "MERGE INTO t x USING (SELECT 1 a FROM u) y ON (x.a = y.a) WHEN MATCHED THEN UPDATE SET b = 1 WHERE c = 2"
    " DELETE WHERE d = 3 WHEN NOT MATCHED THEN INSERT (a, b) VALUES (1, 2) WHERE e = 4",
)


def meaning(text: str) -> str | None:
    """The tree without its offsets and the headings, which repeat the text; None when it is refused."""
    try:
        tree = from_sqlglot.parse(text, tokenize(text))
    except OraError:
        return None
    return re.sub(r"(offset|heading)=(\d+|'[^']*'|\"[^\"]*\"|None)", "", repr(tree))


def changes(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What was done, and the words of the statement that it gives."""
    for index, word in enumerate(words):
        yield f"without {word}", words[:index] + words[index + 1 :]
        for added in (",", ")", "NOT", "WHERE", "1", "x", "(+)"):
            yield f"{added} before {word}", [*words[:index], added, *words[index:]]
        for length in (1, 2, 4, 6):
            again = words[index : index + length]
            yield f"twice {' '.join(again)}", [*words[: index + length], *again, *words[index + length :]]
        following = words[index + 1 : index + 2]
        if following not in ([], [word]):
            yield f"{following} before {word}", [*words[:index], *following, word, *words[index + 2 :]]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_token_is_lost_or_invented(statement: str) -> None:
    words = [token.text for token in tokenize(statement)]
    before = meaning(statement)
    assert before is not None
    unnoticed = [change for change, changed in changes(words) if meaning(" ".join(changed)) == before]
    assert unnoticed == []
