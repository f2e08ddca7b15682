# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of DBMS_DATAPUMP's calls says what the code does, and names tests that exist."""

from __future__ import annotations

import re

from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import VALID_STATES, State

from devtools import project

PAGE = (project.ROOT / "docs" / "dbms-datapump.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| call |")
]
STATES = {state.value for state in State}


def states_of(text: str) -> set[str]:
    """The states that a cell of the table stands for."""
    listed = set(re.sub("^all( but )?", "", text).split(", ")) - {""}
    return STATES - listed if text.startswith("all") else listed


def test_every_call_stands_there_with_its_states() -> None:
    told = {call: states_of(states) for call, states, _use, _test in ROWS}
    assert told == {call: {state.value for state in states} for call, states in VALID_STATES.items()}


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) == len(ROWS) + 2
    for path, function in named:
        assert f"def {function}(" in (project.ROOT / path).read_text(encoding="utf-8"), (path, function)
