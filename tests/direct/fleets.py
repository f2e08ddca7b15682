# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays of the role, with and without the survey, on databases that are hosts."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from typing import Any

import yaml
from ansible_collections.dbops.datapump.tests.direct.playing import Played, Player
from ansible_collections.dbops.datapump.tests.resilience.world import PASSWORD, SUPPORT_NOTE, USER, Place, World

SURVEYED = {"ansible.builtin.import_role": {"name": "dbops.datapump.cleanup", "tasks_from": "surveyed"}}
MAIN = {"ansible.builtin.import_role": {"name": "dbops.datapump.cleanup"}}
SURVEY = "dbops.datapump.cleanup : Find the databases in which there is something to do"
FOUND = "dbops.datapump.cleanup : Find Data Pump jobs and their master tables"


def crashed(name: str, object_id: int) -> dict[str, Any]:
    """A job of long ago that nothing of is alive, for a scenario."""
    return {
        "owner": "SCOTT",
        "name": name,
        "operation": "EXPORT",
        "mode": "TABLE",
        "stored_state": "EXECUTING",
        "object_id": object_id,
        "created": "2005-11-01 10:00:00",
    }


def scenario_with(folder: pathlib.Path, jobs: Sequence[dict[str, Any]]) -> pathlib.Path:
    """A scenario of one database that has just these jobs."""
    content = yaml.safe_load(SUPPORT_NOTE.read_text(encoding="utf-8"))
    for name in ("jobs", "tables", "recycle_bin"):
        content["databases"][0].pop(name, None)
    content["databases"][0]["jobs"] = list(jobs)
    path = folder / f"with{len(jobs)}jobs.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


class Fleet:
    """Plays on databases that are hosts. folder: where the reports go."""

    def __init__(self, folder: pathlib.Path, world: World) -> None:
        folder.mkdir()
        self.reports = folder / "reports"
        self._player = Player(folder, {"db_port": world.port})
        self._world = world
        self.hosts: dict[str, dict[str, Any]] = {}

    def add(self, host: str, scenario: pathlib.Path, **variables: Any) -> Place:
        place = self._world.add(scenario)
        self.hosts[host] = {"datapump_port": place.port, "datapump_service_name": place.service, **variables}
        return place

    def play(self, task: dict[str, Any], *arguments: str, **options: Any) -> Played:
        variables = {
            "datapump_host": "127.0.0.1",
            "datapump_user": USER,
            "datapump_password": PASSWORD,
            "datapump_retry_count": 0,
            "datapump_cleanup_report_folder": str(self.reports),
            **options.pop("variables", {}),
        }
        keywords = {"module_defaults": {}, **options.pop("keywords", {})}
        return self._player.play(
            [task], *arguments, hosts=self.hosts, variables=variables, keywords=keywords, **options
        )


def surveyed(played: Played) -> dict[str, Any]:
    """What the survey returned."""
    results = [record["result"] for record in played.records if record["task"] == SURVEY]
    assert results, played.output + played.errors
    result: dict[str, Any] = results[-1]
    return result


def hosts_of(played: Played, task: str) -> set[str]:
    """The hosts on which a task succeeded."""
    return {record["host"] for record in played.records if record["task"] == task and record["kind"] == "ok"}
