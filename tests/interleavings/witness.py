# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes down what happened in a run, and tells it to people."""

from __future__ import annotations

from collections.abc import Callable

from . import events
from .casting import Cast
from .clients import Call, Client
from .history import BinnedTable, History, Report, Statement, Witnessed
from .ledger import Ledger, bin_of, content_of, number_of
from .worlds import World


def history_of(
    world: World,
    cast: Cast,
    ledger: Ledger,
    tables_before: frozenset[tuple[int, str, str, int]],
    bin_before: frozenset[BinnedTable],
) -> History:
    """All that the checker is given."""
    troubled = any(place.name in events.TROUBLE for place in cast.events)
    return History(
        clients=tuple(_witnessed(client, troubled) for client in cast.clients),
        effects=tuple(ledger.effects),
        statements=tuple(_statements(world)),
        tables_before=tables_before,
        bin_before=bin_before,
        bin_after=bins_of(world),
    )


def bins_of(world: World) -> frozenset[BinnedTable]:
    """Every table in a recycle bin, with its rows."""
    found = set()
    for database in world.databases:
        for con_id, number in bin_of(database):
            table = database.objects.by_id(con_id, number)
            assert table is not None
            found.add((number_of(database), number, content_of(database, table)))
    return frozenset(found)


def tables_of(world: World) -> frozenset[tuple[int, str, str, int]]:
    """DBID, owner, name and object number of every user's table, those in the recycle bin left out."""
    rows = set()
    for database in world.databases:
        dbid = number_of(database)
        rows |= {
            (dbid, owner, name, number)
            for owner, name, number in database.sqlite.execute(
                "SELECT OWNER_NAME, NAME, `OBJ#` FROM `obj$` WHERE `TYPE#` = 2 AND ORACLE_MAINTAINED = 'N'"
                " AND FLAGS & 128 = 0"
            )
        }
    return frozenset(rows)


def tell(tell_line: Callable[[str], None], history: History) -> None:
    """The statements, effects and reports of a run."""
    names = {session: client.name for client in history.clients for session in client.sessions}
    tell_line("statements:")
    for number, item in enumerate(history.statements, 1):
        text = " ".join(item.text.split())[:150]
        indent = "    " if item.nested else "  "
        tell_line(f"{number:4}{indent}{names.get(item.session, item.session)} [{item.outcome}] {text}")
    tell_line("effects:")
    for effect in history.effects:
        who = names.get(effect.session or (0, 0), effect.session)
        alive = ", its job alive" if effect.alive else ""
        tell_line(
            f"  {effect.at:4} {effect.kind.value} {effect.owner}.{effect.name} {effect.object_id} by {who}{alive}"
        )
    tell_line("reports:")
    for client in history.clients:
        for report in client.reports:
            tell_line(
                f"  {client.name} {report.wish} check={report.check_mode} changed={report.changed} {report.error or ''}"
            )
            for table in report.tables or ():
                shown = {key: table.get(key) for key in ("owner", "name", "object_id", "outcome", "reason", "text")}
                tell_line(f"    {shown}")


def _witnessed(client: Client, troubled: bool) -> Witnessed:
    reports = tuple(_report(call) for call in client.calls)
    return Witnessed(name=client.name, reports=reports, trouble=bool(client.struck) or troubled)


def _report(call: Call) -> Report:
    result = call.result
    return Report(
        wish=call.parameters["state"],
        check_mode=call.check_mode,
        consents=call.consents,
        sessions=frozenset(call.sessions),
        tables=tuple(result.values["tables"]) if result else None,
        changed=result.changed if result else False,
        error=call.error,
        effects_before=call.effects_before,
        effects_after=call.effects_after,
    )


def _statements(world: World) -> list[Statement]:
    return [
        Statement((dbid, entry.session), entry.text, entry.nested, entry.outcome, entry.module, entry.client_identifier)
        for database in world.databases
        for dbid in (number_of(database),)
        for entry in database.statements.entries
    ]
