# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FROM items: tables, inline views and joins."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from .. import tree
from .expressions import ExpressionReader
from .operands import identifiers


class SourceReader(ExpressionReader):
    def sources(self, first: Any, joins: Any) -> list[tree.FromItem]:
        offset = self.offset
        sources = [self.source(first)]
        for join in joins:
            if join.args.keys() <= {"this", "on", "using", "pivots"} and self.take_sign(","):
                self.check_arguments(join, frozenset({"this"}))
                offset = self.offset
                sources.append(self.source(join.this))
            else:
                sources[-1] = self._join(offset, sources[-1], join)
        if self.take_sign(","):
            raise self.error(903)
        return sources

    def source(self, node: Any) -> tree.FromItem:
        """An item of FROM with the joins that sqlglot hangs on it."""
        offset = self.offset
        result: tree.FromItem
        if isinstance(node, exp.Table):
            self.check_arguments(node, frozenset({"this", "db", "catalog", "alias", "link", "joins"}))
            result = self._table(node)
        elif isinstance(node, exp.Subquery) and _is_source(node.this):
            self.check_arguments(node, frozenset({"this", "joins"}))
            self.expect_sign("(")
            result = self.source(node.this)
            self.expect_sign(")")
        elif isinstance(node, exp.Subquery):
            self.check_arguments(node, frozenset({"this", "alias", "joins"}))
            self.expect_sign("(")
            query = self.query(node.this)
            self.expect_sign(")")
            result = tree.DerivedTable(offset, query, self.source_alias(node))
        else:
            raise self.error(3001 if isinstance(node, exp.Lateral) else 903)
        for join in node.args.get("joins") or ():
            result = self._join(offset, result, join)
        return result

    def _table(self, node: exp.Table) -> tree.TableReference:
        offset = self.offset
        if isinstance(node.this, exp.Anonymous):
            raise self.error(3001 if node.this.name in ("TABLE", "XMLTABLE", "JSON_TABLE") else 933)
        parts: list[str] = []
        for dummy in identifiers(node):
            if parts:
                self.expect_sign(".", 903)
            parts.append(self.expect_name(903))
        link = None
        if node.args.get("link"):
            self.expect_sign("@", 933)
            link = ".".join(self._names_with_dots(node.args["link"]))
        return tree.TableReference(offset, tuple(parts), link, self.source_alias(node))

    def _names_with_dots(self, nodes: Any) -> list[str]:
        names = [self.expect_name(1729)]
        for dummy in nodes[1:]:
            self.expect_sign(".", 1729)
            names.append(self.expect_name(1729))
        return names

    def source_alias(self, node: exp.Expr) -> str | None:
        alias = node.args.get("alias")
        if not alias:
            return None
        self.check_arguments(alias, frozenset({"this"}))
        return self.expect_name(933)

    def _join(self, offset: int, left: tree.FromItem, node: exp.Join) -> tree.FromItem:
        self.check_arguments(node, frozenset({"this", "method", "side", "kind", "on", "using"}))
        natural = self.take_word("NATURAL") is not None
        kind = self.take_word("LEFT", "RIGHT", "FULL")
        if kind is not None:
            self.take_word("OUTER")
        else:
            kind = self.take_word("INNER", "CROSS") or "INNER"
        self.expect_word("JOIN", 933)
        right = self.source(node.this)
        condition, using = None, ()
        if kind != "CROSS" and not natural:
            if node.args.get("on"):
                self.expect_word("ON")
                condition = self.condition(node.args["on"])
            else:
                self.expect_word("USING")
                self.expect_sign("(")
                using = self.separated(node.args.get("using") or (), lambda _: self.expect_name(904))
                self.expect_sign(")")
        return tree.Join(offset, kind, left, right, natural, condition, using)


def _is_source(node: Any) -> bool:
    """Whether this, in parentheses, is a FROM item rather than a query."""
    if isinstance(node, exp.Subquery):
        return bool(node.args.get("joins") or node.args.get("alias"))
    return isinstance(node, exp.Table)
