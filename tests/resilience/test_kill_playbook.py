# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sample of what the sweep does exhaustively, through ansible-playbook and the role itself."""

from __future__ import annotations

import pathlib
import re
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.resilience.playbooks import Controller, Played
from ansible_collections.dbops.datapump.tests.resilience.world import PASSWORD, USER, Place, World

pytestmark = pytest.mark.timeout(400)

CONSENT = pathlib.Path(__file__).resolve().parents[1] / "demo" / "consent.yml"
LEFTOVER = 85215
MOST_RERUNS = 2

STRIKES = {
    "killed after the drop": ("KILL", {"at": "after", "match": {"text": "^DROP TABLE", "nested": True}}),
    "told to end before the drop": ("TERM", {"at": "before", "match": {"text": "^DROP TABLE", "nested": True}}),
    "killed before the purge": ("KILL", {"at": "before", "match": {"text": "^PURGE TABLE", "nested": True}}),
}


@pytest.mark.parametrize("strike", STRIKES)
def test_the_next_runs_finish(strike: str, world: World, tmp_path: pathlib.Path) -> None:
    place = world.add()
    controller = Controller(tmp_path)
    foreign = set(place.bin_entries())
    foreign_hash = place.bin_hash(foreign)
    signal, fault = STRIKES[strike]
    place.inject({**fault, "do": {"signal": {"name": signal}}})
    first = play_role(controller, place)
    assert place.strikes() == 1
    assert first.status == 2, first.output[-3000:]
    if signal == "TERM":
        # The drop under way was finished and is reported; the purge was not begun.
        assert LEFTOVER in place.bin_entries()
        assert [entry["object_id"] for entry in pending(first)] == [LEFTOVER]
    place.wait_until_clients_are_gone()
    for _rerun in range(MOST_RERUNS + 1):
        again = play_role(controller, place)
        assert again.status == 0, again.output[-3000:]
        if changes(again) == 0:
            break
    else:
        raise AssertionError(f"still changing after {MOST_RERUNS} runs")
    assert LEFTOVER not in place.tables()
    assert [entry[1] for entry in place.jobs_in_memory()] == ["EXPDP_20051121"]
    assert place.bin_hash(foreign) == foreign_hash


def play_role(controller: Controller, place: Place) -> Played:
    variables = {
        "datapump_host": "127.0.0.1",
        "datapump_port": place.port,
        "datapump_service_name": place.service,
        "datapump_user": USER,
        "datapump_password": PASSWORD,
        # The database knows the process that imported the driver, which in direct execution is ansible-playbook itself.
        "datapump_direct": "never",
        **yaml.safe_load(CONSENT.read_text(encoding="utf-8")),
    }
    return controller.play({"roles": ["dbops.datapump.cleanup"], "vars": variables})


def changes(played: Played) -> int:
    found = re.search(r"\bchanged=(\d+)", played.output)
    assert found
    return int(found[1])


def pending(played: Played) -> Any:
    path = next(name for name in played.captured if name.endswith("pending.yml"))
    return yaml.safe_load(played.captured[path])["datapump_cleanup_pending"]
