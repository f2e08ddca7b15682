# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job that is waited for is seen at work while the task runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.direct.conftest import NewPlayer
from ansible_collections.dbops.datapump.tests.resilience.world import SUPPORT_NOTE

SCENARIO = SUPPORT_NOTE.with_name("job_runs.yml")
AS_HR = {"db_user": "HR", "db_password": "hr"}
EXPORT: dict[str, Any] = {
    "owner": "HR",
    "name": "NIGHTLY",
    "operation": "export",
    "schemas": ["HR"],
    "directory": "DUMPS",
    "dumpfile": ["nightly_%U.dmp"],
    "state": "completed",
}
LINE = re.compile(r"^\[db1\] HR\.NIGHTLY: ([A-Z]+), (\d+)%, ", re.MULTILINE)


def task(**keywords: Any) -> list[dict[str, Any]]:
    return [{"dbops.datapump.datapump_job": EXPORT, **keywords}]


def test_a_real_job_tells_how_far_it_is(new_player: NewPlayer) -> None:
    played = new_player(SCENARIO).play(task(), variables=AS_HR)
    assert played.status == 0, played.output
    seen = LINE.findall(played.output)
    percents = [int(percent) for dummy, percent in seen]
    assert len(seen) > 3
    assert seen[0][0] == "EXECUTING"
    assert seen[-1] == ("COMPLETED", "100")
    assert percents == sorted(percents)


@pytest.mark.parametrize("keywords", [{"no_log": True}, {"vars": {"datapump_direct": "never"}}])
def test_it_is_not_told_where_it_must_not_or_cannot_be(new_player: NewPlayer, keywords: dict[str, Any]) -> None:
    played = new_player(SCENARIO).play(task(**keywords), variables=AS_HR)
    assert played.status == 0, played.output
    assert LINE.findall(played.output) == []
