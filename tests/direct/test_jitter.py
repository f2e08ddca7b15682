# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections that would begin at the same moment are spread."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.direct.playing import Played, Player

HOSTS = [f"db{number}" for number in range(1, 6)]
TASKS: list[dict[str, Any]] = [{"dbops.datapump.datapump_facts": {"gather_subset": ["min"]}}]
LINE = re.compile(r"<(\w+)> \S+datapump_facts connects in ([0-9.]+) seconds")


def pauses(played: Played) -> dict[str, float]:
    assert played.status == 0, played.output
    return {host: float(seconds) for host, seconds in LINE.findall(played.output)}


@pytest.mark.parametrize("direct", ["always", "never"])
def test_those_that_begin_together_wait_for_different_times(player: Player, direct: str) -> None:
    given = {"datapump_jitter": 0.5, "datapump_direct": direct}
    found = pauses(player.play(TASKS, "-vvv", "--forks", "3", hosts=HOSTS, variables=given))
    assert set(found) == set(HOSTS[:3])
    assert len(set(found.values())) == 3
    assert all(0 < seconds <= 0.5 for seconds in found.values())


def test_they_do_so_by_default(player: Player) -> None:
    assert set(pauses(player.play(TASKS, "-vvv", hosts=HOSTS))) == set(HOSTS)


@pytest.mark.parametrize(("hosts", "given"), [(HOSTS, {"datapump_jitter": 0}), (HOSTS[:1], {}), (HOSTS, None)])
def test_otherwise_nobody_waits(player: Player, hosts: list[str], given: dict[str, Any] | None) -> None:
    """Without jitter, one host alone, and one worker."""
    arguments = ["-vvv", *(["--forks", "1"] if given is None else [])]
    assert pauses(player.play(TASKS, *arguments, hosts=hosts, variables=given)) == {}


def test_what_is_no_time_is_refused(player: Player) -> None:
    played = player.play(TASKS, variables={"datapump_jitter": "soon"})
    assert played.status == 2
    assert "datapump_jitter" in played.result()["msg"]
