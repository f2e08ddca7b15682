# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run of the role is ended at every boundary of every statement it sends, and the next runs finish what it began.

How many boundaries there are is taken from the statement log of a run that was left alone. Within a block every
statement that changes something counts as well. Each boundary is met by SIGKILL and by SIGTERM. A query changes
nothing, so that the moment after it is the moment before the next statement. All other statements are met before and
after, and by SIGKILL with a request that never arrived.
"""

from __future__ import annotations

import dataclasses
import functools
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.resilience.launcher import Ended, Launcher, Launchers
from ansible_collections.dbops.datapump.tests.resilience.role import Consent, Interrupted, RoleRun
from ansible_collections.dbops.datapump.tests.resilience.world import Place, World

from simora.world.statement_log import Entry

GHOST = ("SCOTT", "SYS_EXPORT_TABLE_01")
LEFTOVER, PAUSED, RUNNING = 85215, 85162, 85283
MOST_RERUNS = 2
PARTS = 4
"""How many tests share the boundaries of a scenario, so that they can run side by side."""
_MINUTE, _DAY = 60, 86_400
_CONSENT_FILE = pathlib.Path(__file__).resolve().parents[1] / "demo" / "consent.yml"
_CONFIRMED = yaml.safe_load(_CONSENT_FILE.read_text(encoding="utf-8"))["datapump_cleanup_confirmed"]

DROP_AND_PURGE = Consent(confirmed=tuple(_CONFIRMED))
PURGE_LATER = Consent(
    confirmed=tuple(entry for entry in _CONFIRMED if "object_id" not in entry),
    rules=({"owner": "SCOTT", "classification": "failed", "min_age": "1d", "allow_restartable": True},),
)


@dataclasses.dataclass(frozen=True)
class Boundary:
    """Which statement of a run, counted from 0 with those inside blocks, and what happens there."""

    statement: int
    moment: str
    signal: str
    loses_request: bool
    about: str
    events_before: int
    """How many such moments of the run pass unharmed: an end of a block comes after the ends of what is inside."""


@dataclasses.dataclass
class Situation:
    """A database as the interrupted run finds it, and what is known before that run."""

    place: Place
    pending: list[Any]
    foreign: set[int]
    foreign_hash: str
    untouched: dict[int, tuple[str, str]]


def fresh(world: World) -> Situation:
    """The support note's database."""
    place = world.add()
    foreign = set(place.bin_entries())
    untouched = {number: name for number, name in place.tables().items() if number != LEFTOVER}
    return Situation(place, [], foreign, place.bin_hash(foreign), untouched)


def dropped_last_week(launcher: Launcher, world: World) -> Situation:
    """The same, after a run that dropped by rule, and a week."""
    situation = fresh(world)
    situation.pending = RoleRun(launcher, situation.place, PURGE_LATER).play().pending
    assert [entry["object_id"] for entry in situation.pending] == [LEFTOVER]
    situation.place.advance(8 * _DAY)
    return situation


SCENARIOS: dict[str, tuple[Consent, Callable[[Launcher, World], Situation]]] = {
    "drop_and_purge": (DROP_AND_PURGE, lambda launcher, world: fresh(world)),
    "purge_later": (PURGE_LATER, dropped_last_week),
}


@pytest.fixture(scope="module")
def launchers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launchers]:
    with Launchers(tmp_path_factory.mktemp("sweep"), 3) as launchers:
        yield launchers


def boundaries(launcher: Launcher, world: World, scenario: str) -> list[Boundary]:
    """Those of a run that is left alone."""
    consent, prepare = SCENARIOS[scenario]
    situation = prepare(launcher, world)
    situation.place.forget_statements()
    run = RoleRun(launcher, situation.place, consent, situation.pending).play()
    assert run.changed
    log = situation.place.statements()
    ends = _order_of_ends(log)
    found = []
    for position, entry in enumerate(log):
        if entry.nested and entry.kind == "query":
            continue
        about = f"{'nested ' if entry.nested else ''}{' '.join(entry.text.split())[:40]}"
        changes_something = entry.kind != "query"
        for signal in ("KILL", "TERM"):
            found.append(Boundary(position, "before", signal, False, about, position))
            if changes_something or position == len(log) - 1:
                found.append(Boundary(position, "after", signal, False, about, ends.index(position)))
        if changes_something and not entry.nested:
            found.append(Boundary(position, "before", "KILL", True, about, position))
    return found


def _order_of_ends(log: list[Entry]) -> list[int]:
    """The positions of the statements in the order in which they ended: what is inside a block ends before it."""
    order: list[int] = []
    block: int | None = None
    for position, entry in enumerate(log):
        if not entry.nested:
            order += [] if block is None else [block]
            block = position
        else:
            order.append(position)
    return order if block is None else [*order, block]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_boundary(scenario: str, part: int, world: World, launcher: Launcher, launchers: Launchers) -> None:
    cases = boundaries(launcher, world, scenario)
    assert any("DROP TABLE" in case.about or "PURGE TABLE" in case.about for case in cases)
    assert len({case.statement for case in cases}) > 20
    cases = cases[part::PARTS]
    # A run that ends early leaves one of a few worlds. Each is finished once: the next runs know nothing but the world.
    finished: set[tuple[str, str]] = set()
    failures = list(filter(None, launchers.map(functools.partial(_failure, world, scenario, finished), cases)))
    assert len(finished) > 1
    assert not failures, f"{len(failures)} of {len(cases)} boundaries:\n" + "\n".join(failures[:20])


def _failure(
    world: World, scenario: str, finished: set[tuple[str, str]], launcher: Launcher, boundary: Boundary
) -> str | None:
    """What went wrong when a run was ended there; None if nothing did."""
    try:
        situation = SCENARIOS[scenario][1](launcher, world)
        _end_and_finish(situation, scenario, launcher, boundary, finished)
        world.remove(situation.place)
    except Exception as error:  # what happened at one boundary must not hide the others
        return f"{boundary}: {type(error).__name__}: {error}"
    return None


def _end_and_finish(
    situation: Situation, scenario: str, launcher: Launcher, boundary: Boundary, finished: set[tuple[str, str]]
) -> None:
    consent = SCENARIOS[scenario][0]
    place, pending = situation.place, situation.pending
    place.forget_statements()
    waiting: list[str] = []

    def arm(pid: int) -> None:
        # Each module of the run is another process; only the one that gets there is struck.
        while waiting:
            place.remove_fault(waiting.pop())
        passed = len(place.statements())
        if passed <= boundary.statement:
            waiting.append(place.inject(_fault(boundary, boundary.events_before - passed, pid)))

    ended = None
    try:
        RoleRun(launcher, place, consent, pending, before_module=arm).play()
    except Interrupted as interrupted:
        ended = interrupted.ended
    place.wait_until_clients_are_gone()
    assert place.strikes() == 1, "the run was not ended there"
    assert ended is not None, "the run went on as if nothing had happened"
    if boundary.signal == "TERM":
        _check_report(place, ended, boundary.statement)
    else:
        assert (ended.status, ended.output) == (-9, b""), f"it said something: {ended.output[:200]!r}"
    _check_nothing_wrong_is_gone(situation)
    left = (scenario, place.fingerprint())
    if left in finished:
        return
    for _rerun in range(MOST_RERUNS + 1):
        # What was told to stop needs time for it, and the clock moves only when somebody waits.
        place.advance(_MINUTE)
        run = RoleRun(launcher, place, consent, pending).play()
        pending = run.pending
        _check_nothing_wrong_is_gone(situation)
        if not run.changed:
            break
    else:
        raise AssertionError(f"still changing after {MOST_RERUNS} runs")
    _check_end_state(situation, run)
    finished.add(left)


def _fault(boundary: Boundary, events_before: int, pid: int) -> dict[str, Any]:
    effects: list[Any] = [
        {"signal": {"name": boundary.signal, "pid": pid}},
        *(["crash"] if boundary.loses_request else []),
    ]
    # Every statement has a text; commits and the like, which are no statements, have none.
    return {"at": boundary.moment, "match": {"text": "."}, "after": events_before, "do": effects}


def _check_report(place: Place, ended: Ended, struck: int) -> None:
    """One document, true about each target, and nothing was begun after the signal."""
    assert ended.status == 1, f"it ended with status {ended.status}"
    result = ended.result
    assert result["failed"] is True
    begun = [entry.text for entry in place.statements()[struck + 1 :] if not entry.nested and entry.kind != "query"]
    # Giving back the lock that keeps other runs out is no beginning.
    begun = [text for text in begun if "DBMS_LOCK.RELEASE" not in text]
    assert not begun, f"begun after the signal: {' '.join(begun[0].split())[:80]}"
    tables, binned = place.tables(), place.bin_entries()
    for table in result.get("tables", []):
        number, outcome = table["object_id"], table["outcome"]
        is_true = {
            "kept": number in tables or number in binned,
            "dropped": number in binned,
            "purged": number not in tables and number not in binned,
            "already_absent": number not in tables,
        }.get(outcome, False)
        assert is_true, f"{table['name']} is reported as {outcome}"
    for job in result.get("jobs", []):
        present = (job["owner"], job["name"]) in {entry[:2] for entry in place.jobs_in_memory()}
        # What is stopping says of itself that it may or may not be there.
        is_true = {"kept": present, "removed": not present, "stopping": True}.get(job["outcome"], False)
        assert is_true, f"{job['name']} is reported as {job['outcome']}"


def _check_nothing_wrong_is_gone(situation: Situation) -> None:
    place = situation.place
    assert place.bin_hash(situation.foreign) == situation.foreign_hash, "a foreign entry of the recycle bin changed"
    tables = place.tables()
    for number, name in situation.untouched.items():
        assert tables.get(number) == name, f"{name} is gone"
    assert ("SCOTT", "EXPDP_20051121", "EXECUTING") in place.jobs_in_memory(), "the running job was touched"


def _check_end_state(situation: Situation, last: RoleRun) -> None:
    place = situation.place
    assert LEFTOVER not in place.tables(), "the leftover is still there"
    assert GHOST not in {entry[:2] for entry in place.jobs_in_memory()}, "the ghost is still there"
    if LEFTOVER not in place.bin_entries():
        return
    # Dropped by a run that could not leave word of it: no later run takes it for its own, and each of them says so.
    reasons = [(kept["object_id"], kept["reason"], kept["option"]) for kept in last.plan["kept"]]
    assert (LEFTOVER, "not_ours", "pending") in reasons, "the leftover waits, and the role does not say so"
