# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first look at a statement, and its execution for many rows of binds."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from ..engine import Bind, Outcome, Prepared
from ..errors import OraError
from ..language.binds import bind_names, returning_positions
from ..language.tokens import statement_kind, tokenize


@functools.lru_cache(maxsize=4096)
def prepare(text: str) -> Prepared:
    """Raises OraError when the text cannot even be divided into words."""
    tokens = tokenize(text)
    kind = statement_kind(tokens)
    return Prepared(text, kind, bind_names(tokens, kind), returning_positions(tokens, kind))


def execute_each(
    run: Callable[[Sequence[Bind]], Outcome],
    bind_rows: Sequence[Sequence[Bind]],
    *,
    batch_errors: bool,
    is_block: bool,
) -> Outcome:
    """One outcome for all bind rows. With batch_errors a failing row is noted and the next one executed; without, the
    error tells how much was done before it."""
    total = Outcome()
    for offset, binds in enumerate(bind_rows):
        try:
            outcome = run(binds)
        except OraError as error:
            if not batch_errors:
                error.rows_done = offset if is_block else total.row_count
                raise
            total.batch_errors.append((offset, error))
            total.row_counts.append(0)
            continue
        total.result_set = outcome.result_set
        total.row_count += outcome.row_count
        total.row_counts.append(outcome.row_count)
        total.directions = outcome.directions
        total.out_values += outcome.out_values
        total.returned += outcome.returned
        total.implicit_results += outcome.implicit_results
        total.warning = outcome.warning
        total.current_schema = outcome.current_schema
    return total
