# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode sends queries and nothing else, in every scenario and whatever happens meanwhile."""

from __future__ import annotations

import dataclasses
import random

import pytest

from interleavings import casting, plans, profiles
from interleavings.clients import Call, Client
from interleavings.laboratory import Laboratory

QUERIES = ("SELECT", "WITH")


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    return Laboratory()


@pytest.mark.parametrize("profile", range(profiles.PROFILES + profiles.JOB_PROFILES))
def test_check_mode_sends_queries_only(laboratory: Laboratory, profile: int) -> None:
    generator = random.Random(f"check {profile}")
    world, reviewed = laboratory.world(profile)
    for _run in range(3):
        draw = casting.drawn if profile < profiles.PROFILES else casting.drawn_for_jobs
        cast = draw(generator, reviewed, scripted=False)
        for client in cast.clients:
            client.plan = [_in_check_mode(client.plan[0])]
        outcome = laboratory.play(generator, world, cast)
        sessions = {session for client in cast.clients for session in client.sessions}
        sent = [item for item in outcome.history.statements if item.session in sessions]
        assert sent
        assert [item.text for item in sent if item.nested or not item.text.lstrip().startswith(QUERIES)] == []
        assert [effect for effect in outcome.history.effects if effect.session in sessions] == []
        assert [effect for effect in outcome.history.job_effects if effect.session in sessions] == []
        assert outcome.violations == []


def _in_check_mode(step: plans.Step) -> plans.Step:
    def checked(client: Client) -> Call | None:
        call = step(client)
        return None if call is None else dataclasses.replace(call, check_mode=True)

    return checked
