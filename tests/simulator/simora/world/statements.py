# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first look at a statement: what it is and which binds it has."""

from __future__ import annotations

import functools

from ..engine import Prepared
from ..language.binds import bind_names, returning_positions
from ..language.tokens import statement_kind, tokenize


@functools.lru_cache(maxsize=4096)
def prepare(text: str) -> Prepared:
    """Raises OraError when the text cannot even be divided into words."""
    tokens = tokenize(text)
    kind = statement_kind(tokens)
    return Prepared(text, kind, bind_names(tokens, kind), returning_positions(tokens, kind))
