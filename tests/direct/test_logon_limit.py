# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A password that some databases refused is not tried on the others of the run."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.direct.playing import Played, Player

HOSTS = [f"db{number}" for number in range(1, 7)]
TASKS: list[dict[str, Any]] = [{"dbops.datapump.datapump_facts": {"gather_subset": ["min"]}, "ignore_errors": True}]
FORKS = ["--forks", "1"]


def tried(played: Played) -> list[str]:
    """The hosts whose database was asked for, and refused."""
    return [host for host in HOSTS if played.result(host).get("codes") == ["ORA-01017"]]


@pytest.mark.parametrize("direct", ["always", "never"])
def test_the_first_refusals_end_it(player: Player, direct: str) -> None:
    given = {"db_password": "wrong", "datapump_direct": direct, "datapump_max_refused_logons": 2}
    played = player.play(TASKS, *FORKS, hosts=HOSTS, variables=given)
    assert tried(played) == HOSTS[:2]
    rest = [played.result(host) for host in HOSTS[2:]]
    assert all("datapump_max_refused_logons" in result["msg"] for result in rest)
    assert played.status == 0
    assert "wrong" not in played.output


def test_it_holds_for_workers_that_begin_together(player: Player) -> None:
    given = {"db_password": "wrong", "datapump_max_refused_logons": 2, "datapump_jitter": 0}
    played = player.play(TASKS, "--forks", str(len(HOSTS)), hosts=HOSTS, variables=given)
    assert len(tried(played)) == 2
    assert sum("datapump_max_refused_logons" in played.result(host)["msg"] for host in HOSTS) == len(HOSTS) - 2


def test_others_go_on_with_their_own_password(player: Player) -> None:
    hosts = {host: {"db_password": "wrong"} if host != "db6" else {} for host in HOSTS}
    played = player.play(TASKS, *FORKS, hosts=hosts)
    assert tried(played) == HOSTS[:3]
    assert "ansible_facts" in played.result("db6")


def test_there_may_be_no_limit(player: Player) -> None:
    given = {"db_password": "wrong", "datapump_max_refused_logons": 0}
    assert tried(player.play(TASKS, *FORKS, hosts=HOSTS, variables=given)) == HOSTS


def test_a_limit_that_is_none_is_refused(player: Player) -> None:
    played = player.play(TASKS, variables={"datapump_max_refused_logons": "few"})
    assert "ansible_facts" not in played.result()
    assert "datapump_max_refused_logons" in played.result()["msg"]
