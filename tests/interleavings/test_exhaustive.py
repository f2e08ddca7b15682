# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The small scope is what it says it is, and goes on where it was interrupted."""

from __future__ import annotations

import json
import pathlib

import pytest

from interleavings import exhaustive, workers
from interleavings.campaign import OtherCode
from interleavings.exhaustive import Scope, computed, exhaust, faults_of, schedules
from interleavings.transport import Loss

EXCHANGES = {"connect": 1, "select": 3, "wait": 1, "block": 2}

pytestmark = pytest.mark.timeout(600)


def test_the_fault_strikes_at_every_exchange() -> None:
    faults = faults_of(Scope.WHOLE, EXCHANGES)
    struck = {(fault.call, fault.number) for fault in faults if fault}
    assert struck == {(kind, number) for kind, count in EXCHANGES.items() for number in range(count)}
    assert None in faults
    for number in range(EXCHANGES["block"]):
        losses = {fault.loss for fault in faults if fault and (fault.call, fault.number) == ("block", number)}
        assert losses >= {Loss.BEFORE, Loss.AFTER, Loss.WITHIN, Loss.ZOMBIE, Loss.TIMEOUT_AFTER}


@pytest.mark.parametrize("scope", Scope)
def test_there_are_as_many_schedules_as_computed_and_all_differ(scope: Scope) -> None:
    faults = faults_of(scope, EXCHANGES)
    every = [str(schedule) for schedule in schedules(scope, 3, faults)]
    assert len(set(every)) == len(every) == computed(scope, 3, len(faults))


def test_what_is_done_is_not_done_again(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exhaustive, "_ROUND", 1)
    state = tmp_path / "state.json"
    begun = exhaust(Scope.SMALL, 1, lambda _line: None, state=state, seconds=0.001)
    assert 0 < begun.played < begun.computed
    kept = json.loads(state.read_text(encoding="utf-8"))
    kept["done"] = list(range(-(-begun.computed // exhaustive._BATCH)))
    kept["failures"] = [["a schedule", "went wrong"]]
    state.write_text(json.dumps(kept), encoding="utf-8")
    told: list[str] = []
    finished = exhaust(Scope.SMALL, 1, told.append, state=state)
    assert (finished.played, finished.failures, told) == (finished.computed, [("a schedule", "went wrong")], [])


@pytest.mark.parametrize("other", [{"code": "other"}, {"scope": "WHOLE"}])
def test_what_is_done_of_something_else_is_not_gone_on_with(tmp_path: pathlib.Path, other: dict[str, str]) -> None:
    head = {"code": workers.digest_of_code(), "scope": "SMALL", **other}
    state = tmp_path / "state.json"
    state.write_text(json.dumps({**head, "done": [], "failures": []}), encoding="utf-8")
    with pytest.raises(OtherCode):
        exhaust(Scope.SMALL, 1, lambda _line: None, state=state)
