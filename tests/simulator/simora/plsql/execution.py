# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""execute(): one call from a client, or from EXECUTE IMMEDIATE, from text to outcome."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ..engine import Bind, Direction, Outcome, Prepared, StatementKind
from ..errors import OraError
from ..language.binds import bind_names
from ..language.tokens import tokenize
from .compiler.program import Program, compile_program
from .runtime.binds import HostBinds
from .runtime.exceptions import Raised
from .runtime.frame import Execution, Frame
from .syntax.parser import parse

# A recursive subprogram takes about ten Python frames per level; ORA-06500 ends endless recursion.
_PYTHON_FRAMES = 20_000
sys.setrecursionlimit(max(sys.getrecursionlimit(), _PYTHON_FRAMES))


@functools.lru_cache(maxsize=512)
def _names(text: str) -> tuple[str, ...]:
    return bind_names(tokenize(text), StatementKind.PLSQL)


def execute(session: Any, statement: Prepared | str, binds: Sequence[Bind] | Mapping[str, Bind] = ()) -> Outcome:
    """Runs a block once.

    binds: one per distinct bind name in order of first appearance, or by name. The outcome has a direction for each
    and, as the only row of out_values, the values of those that the block may have assigned.
    Raises OraError: 6550 for what does not compile, 1008 for a missing bind, and whatever the block leaves unhandled;
    its uncommitted changes are then undone.
    """
    text = statement.text if isinstance(statement, Prepared) else statement
    tree = parse(text)
    names = _names(text)
    named = _by_name(names, binds)
    program = compile_program(tree, text, session, named)
    host = HostBinds(named)
    execution = Execution(session, host)
    _run(program, execution, session)
    directions = tuple(program.direction(name) for name in names)
    outs = [name for name, direction in zip(names, directions, strict=True) if direction is not Direction.IN]
    values = [host.out_value(name, session) for name in outs]
    return Outcome(
        directions=directions, out_values=[values] if names else [], implicit_results=execution.implicit_results
    )


def _by_name(names: tuple[str, ...], binds: Sequence[Bind] | Mapping[str, Bind]) -> dict[str, Bind]:
    if isinstance(binds, Mapping):
        missing = [name for name in names if name not in binds]
        if missing:
            raise OraError(1008)
        return {name: binds[name] for name in names}
    if len(binds) != len(names):
        raise OraError(1008 if len(binds) < len(names) else 1006)
    return dict(zip(names, binds, strict=True))


def _run(program: Program, execution: Execution, session: Any) -> None:
    outer, session.plsql = session.plsql, execution
    mark = session.transaction.mark()
    try:
        program.block.execute(Frame(execution, None, program.slots))
    except Raised as raised:
        session.transaction.undo_to(mark)
        raise raised.error from raised
    except OraError:
        session.transaction.undo_to(mark)
        raise
    finally:
        session.plsql = outer
