# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes down what happened in a run, and tells it to people."""

from __future__ import annotations

from collections.abc import Callable

from . import events
from .casting import Cast
from .clients import Call, Client
from .history import BinnedTable, History, JobReport, Report, Statement, Witnessed
from .job_ledger import JobEntry, JobLedger
from .ledger import Ledger, bin_of, content_of, number_of
from .worlds import World


def history_of(
    world: World,
    cast: Cast,
    ledger: Ledger,
    job_ledger: JobLedger,
    tables_before: frozenset[tuple[int, str, str, int]],
    bin_before: frozenset[BinnedTable],
    entries_before: frozenset[JobEntry],
) -> History:
    """All that the checker is given."""
    happened = {place.name for place in cast.events}
    troubled, blind = bool(happened & events.TROUBLE), bool(happened & events.BLINDING)
    return History(
        clients=tuple(_witnessed(client, troubled=troubled, blind=blind) for client in cast.clients),
        effects=tuple(ledger.effects),
        statements=tuple(_statements(world)),
        tables_before=tables_before,
        bin_before=bin_before,
        bin_after=bins_of(world),
        job_effects=tuple(job_ledger.effects),
        entries_before=entries_before,
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
    for job in history.job_effects:
        who = names.get(job.session or (0, 0), job.session)
        more = f", {len(job.others)} others attached" if job.others else ""
        more += ", loses its table" if job.loses_table else ""
        tell_line(
            f"  {job.at:4} {job.kind.value} {job.owner}.{job.name} job {job.job_id} {job.state} {job.object_id}"
            f" by {who}{more}"
        )
    tell_line("reports:")
    for client in history.clients:
        for about in client.job_reports:
            tell_line(
                f"  {client.name} {about.wish} check={about.check_mode} changed={about.changed} {about.error or ''}"
            )
            for item in about.jobs or ():
                tell_line(f"    {dict(item)}")
        for report in client.reports:
            tell_line(
                f"  {client.name} {report.wish} check={report.check_mode} changed={report.changed} {report.error or ''}"
            )
            for table in report.tables or ():
                shown = {key: table.get(key) for key in ("owner", "name", "object_id", "outcome", "reason", "text")}
                tell_line(f"    {shown}")


def _witnessed(client: Client, *, troubled: bool, blind: bool) -> Witnessed:
    reports = tuple(_report(call) for call in client.calls if call.job_consents is None)
    job_reports = tuple(_job_report(call) for call in client.calls if call.job_consents is not None)
    return Witnessed(client.name, reports, bool(client.struck) or troubled, job_reports, blind)


def _job_report(call: Call) -> JobReport:
    result = call.result
    return JobReport(
        wish=call.parameters["state"],
        check_mode=call.check_mode,
        consents=call.job_consents or (),
        sessions=frozenset(call.sessions),
        jobs=tuple(result.values["jobs"]) if result else None,
        changed=result.changed if result else False,
        error=call.error,
        before=call.before,
        after=call.after,
    )


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
        effects_before=call.before.tables,
        effects_after=call.after.tables,
    )


def _statements(world: World) -> list[Statement]:
    return [
        Statement((dbid, entry.session), entry.text, entry.nested, entry.outcome, entry.module, entry.client_identifier)
        for database in world.databases
        for dbid in (number_of(database),)
        for entry in database.statements.entries
    ]
