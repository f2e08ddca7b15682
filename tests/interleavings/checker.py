# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge: compares what the world noted with what clients reported. It knows nothing of the collection's code.

**Irreversible**: a client's session removed a table for good, by purging it or by dropping it where no recycle bin
holds it, and

- nobody consented to that table (another object number, another database, a name that was never given), or
- its job was alive when it was dropped, or
- it was no master table, or
- consent was bound to what had been reviewed, and its rows were others when it was dropped, unless they were just as
  this client's attaching had left them: a leftover that an instance still holds is attached to before its table is
  dropped, so that it ends when it is left. Who looks at it after that and leaves, starting nothing, changes nothing but
  a time.

Also: any entry of a recycle bin that was there before and is not there with the same rows, unless somebody else took
it.

**Harm**: the same with a table that went into the recycle bin and was not brought back by anybody, and a job that a
client stopped although it had been alive before any client attached to it, or somebody else had attached to it. It can
be undone, and it must not happen either. No lock closes one moment: a DDL statement gives up the locks of the
transaction before it takes its own, and who attaches just then is not seen. Such a drop has to be taken back, unless
somebody else took the entry from the recycle bin first, or the database refused, or did not answer the call any more;
then the report must be `unknown`. And if the answer was lost, and another table had taken the name in that moment,
nobody can tell who dropped that one: it is named in a report of `unknown`, and left to people.

**Untruthful**: a report that contradicts the ledger at the moment it was made.

- `dropped`, `purged`, `restored`: the effect is in the ledger by this client's sessions. After trouble with a
  connection the state alone counts, for by reading again nobody can tell whose doing it was.
- `kept`, `already_absent`: no effect of this client stands, neither when it reported nor later (a statement that goes
  on after its client has gone). A drop that anybody took back does not stand. `already_absent` also needs a moment
  since the call began at which the table was gone.
- `unknown`: only after trouble with a connection, or when somebody else did something to the same table meanwhile.
- `changed` is true if and only if an effect of this client stands, trouble excepted as above, and check mode, where it
  says what would be.
- An error instead of a report while an effect of this client stands.

**Form**: a statement that must never be sent, whatever its effect: PURGE of anything but one exact BIN$ name, CASCADE,
DROP ... PURGE, in check mode anything but a query, anything without the tags of the run; a second DROP of a table
without a query in a later session before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .history import Consent, History, Report, Statement, Witnessed
from .job_checker import judge_jobs
from .ledger import Effect, Kind
from .violation import Violation

_ALLOWED_NESTED = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"\s*(SELECT|WITH)\b.*",
        r'DROP TABLE "[^"]+"\."[^"]+"',
        r'PURGE TABLE "[^"]+"\."BIN\$[A-Za-z0-9+/=]+\$\d+"',
        r'FLASHBACK TABLE "[^"]+"\."BIN\$[A-Za-z0-9+/=]+\$\d+" TO BEFORE DROP( RENAME TO "[^"]+")?',
        r'LOCK TABLE "[^"]+"\."[^"]+" IN EXCLUSIVE MODE NOWAIT',
        r"ALTER SESSION SET (ddl_lock_timeout = 0|recyclebin = ON)",
        r'ALTER TABLE "[^"]+"\."[^"]+" RENAME CONSTRAINT "[^"]+" TO "[^"]+"',
        r'ALTER INDEX "[^"]+"\."[^"]+" RENAME TO "[^"]+"',
        r"ROLLBACK",
    )
)
_QUERY = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
_BLOCK = re.compile(r"\s*(DECLARE|BEGIN)\b", re.IGNORECASE)
_DROP = re.compile(r'DROP TABLE ("[^"]+"\."[^"]+")')

_GONE = (Kind.BINNED, Kind.REMOVED, Kind.FINISHED)
_FOR_GOOD = (Kind.PURGED, Kind.REMOVED)
_TAKING_A_NAME = (Kind.CREATED, Kind.RENAMED, Kind.RESTORED)
_DONE = (Kind.BINNED, Kind.REMOVED, Kind.PURGED, Kind.RESTORED)


def judge(history: History) -> list[Violation]:
    """Everything that was wrong with a run."""
    found: list[Violation] = []
    for client in history.clients:
        found += _Judge(history, client).violations()
    found += judge_jobs(history)
    return found


class _Judge:
    def __init__(self, history: History, client: Witnessed) -> None:
        self._history = history
        self._client = client
        sessions = {session for report in client.reports for session in report.sessions}
        self._mine = [effect for effect in history.effects if effect.session in sessions]

    def violations(self) -> Iterator[Violation]:
        consents = [consent for report in self._client.reports for consent in report.consents]
        for effect in self._mine:
            problem = self._wrong(effect, consents)
            if problem and effect.kind in _FOR_GOOD:
                yield self._violation("irreversible", f"{_told(effect)}: {problem}")
            elif problem and not (
                self._brought_back(effect) or self._beyond_help(effect) or self._left_to_people(effect)
            ):
                yield self._violation("harm", f"{_told(effect)}: {problem}")
        yield from self._missing_from_the_bin()
        for report in self._client.reports:
            yield from self._untruths(report)
        yield from self._forms()

    def _violation(self, sort: str, text: str) -> Violation:
        return Violation(sort, self._client.name, text)

    # What was done.

    def _wrong(self, effect: Effect, consents: list[Consent]) -> str | None:
        if effect.kind is Kind.CREATED or effect.kind is Kind.FINISHED:
            return "not a client's business"
        if effect.kind in (Kind.RESTORED, Kind.ATTACHED):
            return None
        given = [consent for consent in consents if _covers(consent, effect)]
        if not given:
            return "without consent"
        if effect.kind is Kind.STOPPED:
            return "it was alive" if self._attached_to_a_live_job(effect) else None
        drop = self._drop_of(effect)
        if drop is None:
            # It was in the recycle bin before the run; then its number was consented to.
            return None if any(consent.object_id is not None for consent in given) else "not dropped by anybody here"
        if drop.session not in self._client.sessions:
            return None if any(consent.object_id is not None for consent in given) else "dropped by somebody else"
        accepted = self._accepted(drop, given)
        if drop.alive and not accepted:
            return "its job was alive"
        if not drop.is_master:
            return "no master table"
        if not accepted and all(consent.content not in (None, drop.content) for consent in given):
            return None if self._written_by_attaching(drop) else "its rows are not those that were reviewed"
        return None

    def _missing_from_the_bin(self) -> Iterator[Violation]:
        """Whatever was in a recycle bin before is there with the same rows, unless the ledger says who took it."""
        for dbid, number, _rows in self._history.bin_before - self._history.bin_after:
            taken = [item for item in self._history.effects if (item.dbid, item.object_id) == (dbid, number)]
            if not any(item.kind in (Kind.PURGED, Kind.RESTORED) and not self._is_mine(item) for item in taken):
                yield self._violation("irreversible", f"object {number} is not in the recycle bin as it was before")

    def _attached_to_a_live_job(self, stop: Effect) -> bool:
        """Whether the job a client stops had lived before any client attached to it, or somebody else is attached."""
        before = self._history.effects[: self._history.effects.index(stop)]
        attached = [effect for effect in before if effect.kind is Kind.ATTACHED and _same(effect, stop)]
        clients = {session for client in self._history.clients for session in client.sessions}
        return not attached or attached[0].alive or any(effect.session not in clients for effect in attached)

    def _accepted(self, drop: Effect, given: list[Consent]) -> bool:
        """Where no recycle bin holds it, nothing can be undone; who accepts that accepts one moment, too.

        A DDL statement gives up the transaction's locks before it takes its own. Who attaches just then is not seen.
        """
        return (
            drop.kind is Kind.REMOVED
            and any(consent.accepts_no_undo for consent in given)
            and self._in_its_moment(drop, Kind.ATTACHED)
        )

    def _beyond_help(self, drop: Effect) -> bool:
        """Whether somebody attached in that moment, and the client, which looks again at once, was kept from helping.

        Somebody else took the entry from the recycle bin, or the database refused to bring the table back, or it
        answered the call no more. Then the client must say that it does not know what has become of it.
        """
        if drop.kind is not Kind.BINNED or not self._in_its_moment(drop, Kind.ATTACHED):
            return False
        later = self._history.effects[self._history.effects.index(drop) :]
        taken = any(item.kind is Kind.PURGED and _same(item, drop) and not self._is_mine(item) for item in later)
        calls = [report for report in self._client.reports if drop.session in report.sessions]
        sessions = {session for report in calls for session in report.sessions}
        refused = any(
            item.session in sessions and item.text.startswith("FLASHBACK TABLE ") and item.outcome != 0
            for item in self._history.statements
        )
        reported = [
            table["outcome"]
            for report in calls
            for table in report.tables or ()
            if table["object_id"] == drop.object_id
        ]
        cut_off = not any(self._was_answered_after(drop, report) for report in calls)
        return (taken or refused or cut_off) and reported == ["unknown"]

    def _was_answered_after(self, drop: Effect, report: Report) -> bool:
        """Whether another session of the call got an answer after the drop, so that it could have looked and helped."""
        others = set(report.sessions) - {drop.session}
        return any(item.session in others and item.outcome == 0 for item in self._history.statements[drop.at :])

    def _is_mine(self, effect: Effect) -> bool:
        return effect.session in self._client.sessions

    def _left_to_people(self, drop: Effect) -> bool:
        """Whether a table that had taken the name in that moment was dropped, the answer lost, and the entry named.

        Nobody can tell then whether it was not its owner who dropped it, so it must not be brought back on suspicion.
        """
        named = any(
            self._named_as_another(table) == drop.object_id
            for report in self._client.reports
            for table in report.tables or ()
        )
        return (
            drop.kind is Kind.BINNED and self._client.trouble and named and self._in_its_moment(drop, *_TAKING_A_NAME)
        )

    @staticmethod
    def _named_as_another(table: Mapping[str, Any]) -> int | None:
        """Number of a table that is reported beside the one that was asked for, because it may have been dropped."""
        entry = table.get("recycle_bin")
        return entry["object_id"] if table["outcome"] == "unknown" and entry else None

    def _in_its_moment(self, drop: Effect, *kinds: Kind) -> bool:
        """Whether something happened to the table after the statement had begun that dropped it."""
        begun = [
            number
            for number, item in enumerate(self._history.statements, 1)
            if item.session == drop.session and item.nested and _DROP.match(item.text) and number <= drop.at
        ]
        return bool(begun) and any(
            effect.kind in kinds and _same(effect, drop) and begun[-1] <= effect.at <= drop.at
            for effect in self._history.effects
        )

    def _written_by_attaching(self, drop: Effect) -> bool:
        """Whether its rows are as this client left them when it had attached to its job, or as the last one to do so.

        Who attaches after that, leaves and starts nothing, changes nothing but the time that attaching writes.
        """
        before = [item for item in self._history.effects[: self._history.effects.index(drop)] if _same(item, drop)]
        attached = [item for item in before if item.kind is Kind.ATTACHED]
        mine = [place for place, item in enumerate(attached) if item.session in self._client.sessions]
        return bool(mine) and any(item.content == drop.content for item in attached[mine[0] :])

    def _drop_of(self, effect: Effect) -> Effect | None:
        """The drop that brought a table where it was purged."""
        if effect.kind is not Kind.PURGED:
            return effect
        position = self._history.effects.index(effect)
        return next(
            (
                earlier
                for earlier in reversed(self._history.effects[:position])
                if _same(earlier, effect) and earlier.kind is Kind.BINNED
            ),
            None,
        )

    def _brought_back(self, effect: Effect) -> bool:
        position = self._history.effects.index(effect)
        return any(_same(later, effect) and later.kind is Kind.RESTORED for later in self._history.effects[position:])

    # What was said.

    def _untruths(self, report: Report) -> Iterator[Violation]:
        mine = [effect for effect in self._mine_in(report) if effect.kind in _DONE]
        lasting = self._standing(mine)
        standing = [effect for effect in lasting if not self._restored_by_another(effect)]
        if report.tables is None:
            for effect in standing:
                yield self._violation("untruthful", f"error {report.error!r} hides that it was {_told(effect)}")
            return
        for table in report.tables:
            problem = self._untruth(report, table["owner"], table["name"], table["object_id"], table["outcome"])
            if problem:
                yield self._violation(
                    "untruthful", f"{table['owner']}.{table['name']} {table['outcome']} ({table['reason']}): {problem}"
                )
            if table["restorable"] and not self._was_in_bin(report, table["object_id"]):
                yield self._violation("untruthful", f"{table['owner']}.{table['name']} restorable: never in the bin")
        reported = {table["object_id"] for table in report.tables} | {
            self._named_as_another(table) for table in report.tables
        }
        for effect in standing:
            if effect.object_id not in reported:
                yield self._violation("untruthful", f"not reported that it was {_told(effect)}")
        # In check mode `changed` says what would be. A leftover in memory that was brought to its end is a change, too.
        changed = lasting or any(effect.kind in (Kind.ATTACHED, Kind.STOPPED) for effect in self._mine_in(report))
        if report.changed and not changed and not self._client.trouble and not report.check_mode:
            yield self._violation("untruthful", "changed, but nothing of it stands")
        unknown = any(table["outcome"] == "unknown" for table in report.tables)
        if standing and not report.changed and not unknown:
            yield self._violation("untruthful", "not changed, but " + _told(standing[0]))

    def _untruth(self, report: Report, owner: str, name: str, object_id: int | None, outcome: str) -> str | None:
        effects = [item for item in self._mine_in(report) if item.object_id == object_id and item.kind in _DONE]
        standing = [effect for effect in self._standing(effects) if not self._restored_by_another(effect)]
        kinds = {effect.kind for effect in standing}
        if outcome == "unknown":
            excused = self._client.trouble or self._was_meddled_with(report, object_id)
            return None if excused else "there was no trouble"
        if report.check_mode:
            return None
        if outcome in ("kept", "already_absent", "already_present"):
            if standing:
                return f"it was {_told(standing[-1])}"
            if outcome == "already_absent" and not self._was_absent(report, owner, name, object_id):
                return "it was there all the time"
            return None
        wanted = {
            "dropped": {Kind.BINNED, Kind.REMOVED},
            "purged": {Kind.PURGED, Kind.REMOVED},
            "restored": {Kind.RESTORED},
        }[outcome]
        if kinds & wanted or {effect.kind for effect in effects} & wanted:
            return None
        if not self._client.trouble:
            return "this client did no such thing"
        # Whose doing it was cannot be read; that it is so can.
        others = {
            effect.kind
            for effect in self._history.effects[: report.effects_after]
            if effect.object_id == object_id and effect.kind is not Kind.CREATED
        }
        return None if others & wanted else "nobody did such a thing"

    def _mine_in(self, report: Report) -> list[Effect]:
        """The effects of the sessions opened for a call; one that was lost may go on after the report."""
        return [effect for effect in self._history.effects if effect.session in report.sessions]

    def _was_meddled_with(self, report: Report, object_id: int | None) -> bool:
        """Whether somebody else did something to the table while the call was at it."""
        return any(
            effect.object_id == object_id and effect.session not in report.sessions
            for effect in self._history.effects[report.effects_before : report.effects_after]
        )

    def _standing(self, effects: list[Effect]) -> list[Effect]:
        """Without drops that the same sessions took back, and without the taking back of drops."""
        left: list[Effect] = []
        for effect in effects:
            if effect.kind is Kind.RESTORED:
                undone = [earlier for earlier in left if _same(earlier, effect) and earlier.kind is Kind.BINNED]
                if undone:
                    left.remove(undone[-1])
                    continue
            left.append(effect)
        return left

    def _restored_by_another(self, effect: Effect) -> bool:
        later = self._history.effects[self._history.effects.index(effect) :]
        return effect.kind is Kind.BINNED and any(_same(item, effect) and item.kind is Kind.RESTORED for item in later)

    def _was_in_bin(self, report: Report, object_id: int | None) -> bool:
        effects = self._history.effects[: report.effects_after]
        return any(effect.object_id == object_id and effect.kind is Kind.BINNED for effect in effects) or any(
            number == object_id for _dbid, number, _rows in self._history.bin_before
        )

    def _was_absent(self, report: Report, owner: str, name: str, object_id: int | None) -> bool:
        """Whether the table was not there at some moment of the call, in a database in which the call looked.

        With an object number: that table, under any name. Without one: any table of the name.
        """
        databases = {dbid for dbid, _number in report.sessions}
        return any(self._was_absent_in(dbid, report, owner, name, object_id) for dbid in databases)

    def _was_absent_in(self, dbid: int, report: Report, owner: str, name: str, object_id: int | None) -> bool:
        before = {(found, *named) for database, *named, found in self._history.tables_before if database == dbid}
        if object_id is not None:
            present = {number for number, _owner, _name in before if number == object_id}
        else:
            present = {number for number, *named in before if named == [owner, name]}
        for position, effect in enumerate(self._history.effects[: report.effects_after]):
            if position >= report.effects_before and not present:
                return True
            meant = effect.object_id == object_id if object_id is not None else _named(effect) == (owner, name)
            if effect.dbid != dbid or not meant:
                continue
            if effect.kind in _GONE or (effect.kind is Kind.RENAMED and object_id is None):
                present.discard(effect.object_id)
            elif effect.kind in (Kind.CREATED, Kind.RESTORED):
                present.add(effect.object_id)
        return not present

    # What was sent.

    def _forms(self) -> Iterator[Violation]:
        statements = [item for item in self._history.statements if item.session in self._client.sessions]
        reports = (*self._client.reports, *self._client.job_reports)
        checking = {session for report in reports if report.check_mode for session in report.sessions}
        dropped: dict[str, Statement] = {}
        for item in statements:
            check_mode = item.session in checking
            if item.nested:
                fine = any(pattern.fullmatch(item.text) for pattern in _ALLOWED_NESTED)
            else:
                fine = bool(_QUERY.match(item.text) or (_BLOCK.match(item.text) and not check_mode))
            if check_mode and item.nested:
                fine = False
            if not fine:
                yield self._violation("form", f"sent {item.text.strip()[:200]!r}")
            if not item.client_identifier or not item.module:
                yield self._violation("form", f"no tags at {item.text.strip()[:80]!r}")
            drop = _DROP.match(item.text) if item.nested else None
            if drop is not None:
                before = dropped.get(drop.group(1))
                if before is not None and before.outcome in (0, None) and before.session == item.session:
                    yield self._violation("form", f"a second {drop.group(0)} in one session")
                dropped[drop.group(1)] = item


def _covers(consent: Consent, effect: Effect) -> bool:
    if (consent.owner, consent.name) != (effect.owner, effect.name):
        return False
    return consent.dbid in (None, effect.dbid) and consent.object_id in (None, effect.object_id)


def _same(one: Effect, other: Effect) -> bool:
    return (one.dbid, one.object_id) == (other.dbid, other.object_id)


def _named(effect: Effect) -> tuple[str, str]:
    return effect.owner, effect.name


def _told(effect: Effect) -> str:
    return f"{effect.kind.value} ({effect.owner}.{effect.name} {effect.object_id}, statement {effect.at})"
