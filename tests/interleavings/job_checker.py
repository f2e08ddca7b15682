# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge of what clients did to jobs. It knows the ledgers and the reports, and nothing of the collection's code.

**Irreversible**: a client's session told a job to stop, or left one, and

- nobody consented to that job: another name, another database, or another job of the name than the one reviewed;
- consent was to the removal of a dead entry, and the job was alive before this client attached, or had been started
  since, or its master table went; one without a table that somebody else had just looked at and left is as dead as
  before;
- consent was to a stop, and its master table went without consent to that;
- consent was to a kill, and the job had been brought to rest by somebody else before this client attached, so that it
  could have been resumed; or what the kill destroys was not accepted.

Also: a dump file that is deleted by a job that a client ended without consent to that.

**Harm**: a job that somebody else is attached to was told to stop without consent to that. Who attaches after the last
look that is possible, a query of the session that has attached itself, cannot be seen, and is no reproach.

**Untruthful**: a report that contradicts the ledger.

- `removed`, `stopped`, `killed`, `stopping`: this client's sessions told a job of the name so, or left the entry that
  they had woken, and the job came to that. After trouble with a connection the state alone counts, but for `killed`:
  somebody must have killed it, for a job that completes takes its table with it, too, and leaves its dump files.
- `kept`, `already_absent`, `already_stopped`: this client told no job of the name to stop, neither before it reported
  nor later; for the last two there was a moment of the call at which it was so.
- `unknown`: only after trouble, when somebody else did something to the job meanwhile, or an instance did not answer.
- `changed` if and only if something of the above was done by this client, trouble excepted.
- An error instead of a report when it told a job to stop.
"""

from __future__ import annotations

from collections.abc import Iterator

from .history import History, JobConsent, JobReport, Mark, Witnessed
from .job_ledger import JobEffect, JobKind, SessionKey
from .job_timeline import Moment, moments
from .violation import Violation

_WRITES_DUMP_FILES = "EXPORT"
_HARMLESS = frozenset({"SQL_FILE", "ESTIMATE"})
_DONE = frozenset({"removed", "stopped", "killed", "stopping"})


def judge_jobs(history: History) -> Iterator[Violation]:
    """Everything that was wrong with what clients did to jobs, and said of them."""
    for client in history.clients:
        if client.job_reports:
            yield from _JobJudge(history, client).violations()


class _JobJudge:
    def __init__(self, history: History, client: Witnessed) -> None:
        self._history = history
        self._client = client
        self._sessions = {session for report in client.job_reports for session in report.sessions}
        self._consents = [consent for report in client.job_reports for consent in report.consents]
        self._effects = history.job_effects

    def violations(self) -> Iterator[Violation]:
        for number, effect in enumerate(self._effects):
            if effect.session not in self._sessions:
                continue
            if effect.kind is JobKind.TOLD:
                problem = self._wrong(number, effect)
                if problem is not None:
                    yield self._violation(problem[0], f"{_told(effect)}: {problem[1]}")
            elif effect.kind is JobKind.LEFT and effect.loses_table and not self._left_by_another(number, effect):
                yield self._violation("irreversible", f"{_told(effect)}: that removed it")
        yield from self._lost_files()
        for report in self._client.job_reports:
            yield from self._untruths(report)

    def _violation(self, sort: str, text: str) -> Violation:
        return Violation(sort, self._client.name, text)

    # What was done.

    def _wrong(self, number: int, told: JobEffect) -> tuple[str, str] | None:
        if told.state == "COMPLETING":
            return None  # then it only detaches
        given = [consent for consent in self._consents if _covers(consent, told)]
        if not given:
            return "irreversible", "nobody consented to that job"
        problems = [self._against(consent, number, told) for consent in given]
        if None not in problems:
            return "irreversible", str(problems[0])
        accepted = any(
            consent.accepts_clients and consent.wish != "removal"
            for consent, problem in zip(given, problems)
            if not problem
        )
        if not accepted and any(self._could_be_seen(other, number, told) for other in told.others):
            return "harm", "somebody else was attached"
        return None

    def _left_by_another(self, number: int, left: JobEffect) -> bool:
        """Whether who was defining the job has left it since this client attached: then nobody could have kept it."""
        before = [effect for effect in self._effects[:number] if _same(effect, left)]
        attached = max(place for place, effect in enumerate(before) if effect.kind is JobKind.ATTACHED)
        return any(effect.kind is JobKind.LEFT for effect in before[attached:])

    def _against(self, consent: JobConsent, number: int, told: JobEffect) -> str | None:
        alive = not self._woken(number, told) or self._started_since(number, told)
        if consent.wish == "removal":
            if alive and not self._was_only_looked_at(number, told):
                return "it was alive"
            return "its master table goes" if told.loses_table else None
        if consent.wish == "stop":
            lost = told.loses_table and not consent.accepts_loss
            files = told.loses_table and told.state != "DEFINING" and not _destruction_accepted(consent, told)
            return "its master table goes" if lost or files else None
        if not alive:
            return "it had been brought to rest since"
        return None if _destruction_accepted(consent, told) else "what goes with it was not accepted"

    def _was_only_looked_at(self, number: int, told: JobEffect) -> bool:
        """Whether it was dead, without a table, and somebody attached and left just before this client attached.

        Attaching wakes such an entry, whoever does it; without a table it can never be started.
        """
        woken = any(effect.kind is JobKind.WOKEN and _same(effect, told) for effect in self._effects[:number])
        idle = told.state == "IDLING" and not told.object_id and not told.others
        return woken and idle and not self._started_since(number, told)

    def _woken(self, number: int, told: JobEffect) -> bool:
        """Whether nothing of the job was alive until a client attached to it."""
        clients = {session for client in self._history.clients for session in client.sessions}
        return any(
            effect.kind is JobKind.WOKEN and effect.session in clients and _same(effect, told)
            for effect in self._effects[:number]
        )

    def _started_since(self, number: int, told: JobEffect) -> bool:
        before = [effect for effect in self._effects[:number] if _same(effect, told)]
        woken = max((place for place, effect in enumerate(before) if effect.kind is JobKind.WOKEN), default=0)
        return any(effect.kind is JobKind.STARTED for effect in before[woken:])

    def _could_be_seen(self, other: SessionKey, number: int, told: JobEffect) -> bool:
        """Whether another session was attached when this client last looked, once it had attached itself."""
        if other in self._sessions:
            return False
        before = [effect for effect in self._effects[:number] if _same(effect, told)]
        attached = [effect for effect in before if effect.kind is JobKind.ATTACHED and effect.session == other]
        mine = [effect for effect in before if effect.kind is JobKind.ATTACHED and effect.session == told.session]
        if not attached or not mine or before.index(attached[-1]) < before.index(mine[-1]):
            return True
        here = [item for item in self._history.statements if item.session[0] == told.dbid]
        looks = [
            place
            for place, item in enumerate(here, 1)
            if item.session == told.session and item.nested and mine[-1].at < place <= told.at
        ]
        return not looks or attached[-1].at < looks[-1]

    def _lost_files(self) -> Iterator[Violation]:
        for number, effect in enumerate(self._effects):
            if effect.kind is not JobKind.FILE_DELETED:
                continue
            tellers = [item for item in self._effects[:number] if item.kind is JobKind.TOLD and _same(item, effect)]
            if not tellers or tellers[-1].session not in self._sessions:
                continue
            if not any(consent.accepts_deletion and _covers(consent, effect) for consent in self._consents):
                yield self._violation("irreversible", f"{_told(effect)} without consent to that")

    # What was said.

    def _untruths(self, report: JobReport) -> Iterator[Violation]:
        mine = [effect for effect in self._effects if effect.session in report.sessions and self._counts(effect)]
        told = [effect for effect in mine if effect.kind is JobKind.TOLD]
        if report.jobs is None:
            for effect in told:
                yield self._violation("untruthful", f"error {report.error!r} hides that it was {_told(effect)}")
            return
        for job in report.jobs:
            name = (job["owner"], job["name"])
            problem = self._untruth(report, name, job["outcome"], [item for item in mine if _name(item) == name])
            if problem and not (report.check_mode and job["outcome"] in _DONE):
                text = f"{job['owner']}.{job['name']} {job['outcome']} ({job['reason']}): {problem}"
                yield self._violation("untruthful", text)
        if report.check_mode or self._client.trouble:
            return
        unknown = any(job["outcome"] == "unknown" for job in report.jobs)
        if report.changed and not mine:
            yield self._violation("untruthful", "changed, but no job was told anything")
        if told and not report.changed and not unknown:
            yield self._violation("untruthful", f"not changed, but {_told(told[0])}")

    def _counts(self, effect: JobEffect) -> bool:
        """Whether this is the end of something: being told to stop, or being left when that ends what was woken."""
        if effect.kind is JobKind.TOLD:
            return effect.state != "COMPLETING"
        return effect.kind is JobKind.LEFT and effect.state == "IDLING"

    def _untruth(self, report: JobReport, name: tuple[str, str], outcome: str, mine: list[JobEffect]) -> str | None:
        told = [effect for effect in mine if effect.kind is JobKind.TOLD]
        trouble = self._client.trouble
        if outcome == "unknown":
            meddled = any(
                effect.session not in report.sessions and _name(effect) == name
                for effect in self._effects[report.before.jobs : report.after.jobs]
            )
            return None if trouble or meddled or self._client.blind else "there was no trouble"
        seen = self._moments(report, name)
        if outcome == "stopping" and seen[-1].is_coming_to_rest:
            return None
        if outcome in ("kept", "already_absent", "already_stopped"):
            if told:
                return _told(told[-1])
            if outcome == "already_absent" and not any(moment.is_empty for moment in seen):
                return "it was there all the time"
            foreseen = report.check_mode and any(moment.is_coming_to_rest for moment in seen)
            if outcome == "already_stopped" and not foreseen and not any(moment.is_at_rest for moment in seen):
                return "it never stood still"
            return None
        if not mine and not trouble:
            return "this client did no such thing"
        if outcome == "killed":
            killers = [
                effect
                for effect in self._effects[: report.after.jobs]
                if effect.kind is JobKind.TOLD and _name(effect) == name and effect.loses_table
            ]
            if not any(effect in told or trouble for effect in killers):
                return "nobody killed it"
            return None if any(moment.is_empty for moment in seen) else "it was never gone"
        if outcome == "removed":
            return None if any(not moment.entries for moment in seen) else "it was in memory all the time"
        if outcome == "stopped":
            return None if any(moment.is_at_rest for moment in seen) else "it never stood still"
        return None

    def _moments(self, report: JobReport, name: tuple[str, str]) -> list[Moment]:
        masters = {effect.object_id for effect in self._effects}
        masters |= {
            consent.object_id
            for client in self._history.clients
            for report in client.job_reports
            for consent in report.consents
            if consent.object_id
        }
        places = {dbid for dbid, _sid in report.sessions} or {entry.dbid for entry in self._history.entries_before}
        since, until = Mark(*report.before), Mark(*report.after)
        return [
            moment for dbid in sorted(places) for moment in moments(self._history, dbid, name, since, until, masters)
        ]


def _covers(consent: JobConsent, effect: JobEffect) -> bool:
    if (consent.owner, consent.name) != _name(effect) or consent.dbid not in (None, effect.dbid):
        return False
    if not consent.bound:
        return True
    is_reviewed_table = bool(effect.object_id) and effect.object_id == consent.object_id
    return is_reviewed_table or (effect.job_id == consent.job_id and effect.object_id == (consent.object_id or 0))


def _destruction_accepted(consent: JobConsent, told: JobEffect) -> bool:
    if told.operation in _HARMLESS:
        return True
    return consent.accepts_deletion if told.operation == _WRITES_DUMP_FILES else consent.accepts_partial


def _same(one: JobEffect, other: JobEffect) -> bool:
    return (one.dbid, one.job_id) == (other.dbid, other.job_id)


def _name(effect: JobEffect) -> tuple[str, str]:
    return effect.owner, effect.name


def _told(effect: JobEffect) -> str:
    number = f"job {effect.job_id}, {effect.state}, table {effect.object_id}, statement {effect.at}"
    return f"{effect.kind.value} ({effect.owner}.{effect.name} {number})"
