# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A campaign goes on where it was interrupted, with the same code only, and knows when its runs are worth nothing."""

from __future__ import annotations

import dataclasses
import json
import pathlib

import pytest

from interleavings import workers
from interleavings.campaign import CHUNK, FLOORS, JOB_FLOORS, LEAST_JOB_RUNS, Campaign, OtherCode, Tally


def _kept(path: pathlib.Path, code: str, chunks: int) -> pathlib.Path:
    tally = Tally(runs=chunks * CHUNK, statements=7)
    done = [number * CHUNK for number in range(chunks)]
    content = {"code": code, "scripted": False, "done": done, "tally": dataclasses.asdict(tally)}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_runs_of_other_code_are_not_gone_on_with(tmp_path: pathlib.Path) -> None:
    state = _kept(tmp_path / "state.json", "other", 1)
    with pytest.raises(OtherCode):
        Campaign(0, CHUNK, 1, state=state)
    with pytest.raises(OtherCode):
        Campaign(0, CHUNK, 1, scripted=True, state=_kept(state, workers.digest_of_code(), 1))


def test_what_is_done_is_not_done_again(tmp_path: pathlib.Path) -> None:
    state = _kept(tmp_path / "state.json", workers.digest_of_code(), 2)
    told: list[str] = []
    tally = Campaign(0, 2 * CHUNK, 1, state=state).run(told.append)
    assert (tally.runs, tally.statements, told) == (2 * CHUNK, 7, [])


def test_runs_in_which_too_little_happened_are_told() -> None:
    enough = {name: round(1000 * floor) for name, floor in {**FLOORS, "jobs": LEAST_JOB_RUNS}.items()}
    enough |= {name: round(enough["jobs"] * floor) for name, floor in JOB_FLOORS.items()}
    assert Tally(runs=1000, **enough).below_floors() == []
    for name in (*FLOORS, *JOB_FLOORS):
        (missed,) = Tally(runs=1000, **{**enough, name: enough[name] - 1}).below_floors()
        assert missed.startswith(name)
    (missed,) = Tally(runs=1000, **{**enough, "jobs": enough["jobs"] - 1}).below_floors()
    assert missed.startswith("jobs")
