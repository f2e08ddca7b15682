# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the parser's rules to the syntax tree: one method per rule of grammar.lark."""

from __future__ import annotations

from .build_declarations import DeclarationBuilder
from .build_expressions import ExpressionBuilder
from .build_statements import StatementBuilder


class TreeBuilder(DeclarationBuilder, StatementBuilder, ExpressionBuilder):
    """Called by the parser as it reduces, so that no intermediate tree is built."""
