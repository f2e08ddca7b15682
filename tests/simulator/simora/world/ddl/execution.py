# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What DDL statements have in common: they end the transaction before and after they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...engine import Outcome, Prepared
from ...errors import OraError
from . import alteration, creation, dropping, grants, recycling, session_control, system_control, types, users
from .parser import Node, parse

if TYPE_CHECKING:
    from ..session import Session

Handler = Callable[["Session", Node], Outcome | None]

# These end the transaction before and after they run, whether they succeed or not.
_DDL: Mapping[str, Handler] = {
    **creation.HANDLERS,
    **alteration.HANDLERS,
    **dropping.HANDLERS,
    **recycling.HANDLERS,
    **users.HANDLERS,
    **grants.HANDLERS,
    **types.HANDLERS,
}
# ALTER SYSTEM ends the transaction too, but needs no writable database.
_SYSTEM: Mapping[str, Handler] = system_control.HANDLERS
_CONTROL: Mapping[str, Handler] = session_control.HANDLERS


def execute_ddl(session: Session, prepared: Prepared) -> Outcome:
    """Runs any statement that is neither query, DML nor a block. Raises OraError as Oracle would."""
    node = parse(prepared.text)
    if node.kind in _CONTROL:
        return _CONTROL[node.kind](session, node) or Outcome()
    handler = _DDL.get(node.kind) or _SYSTEM.get(node.kind)
    if handler is None:
        raise OraError(3001)
    session.transaction.commit()
    try:
        if node.kind in _DDL:
            session.require_writable()
        return handler(session, node) or Outcome()
    finally:
        session.database.relations.clear()
        session.transaction.commit()
