# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What error codes mean: the table is complete, and its default is the careful one."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DESTRUCTIVE_STEPS,
    REACTIONS,
    DatabaseError,
    InvalidOption,
    Reaction,
    Step,
    codes_in,
    deciding_code,
    reaction,
)


def test_every_line_of_the_table_has_a_letter_for_each_step() -> None:
    letters = {item.value for item in Reaction} | {"."}
    assert len(REACTIONS) > 80
    assert all(len(row) == len(Step) and set(row) <= letters for row in REACTIONS.values())


def test_every_code_has_a_reaction_at_every_step_and_unknown_ones_the_careful_one() -> None:
    for number in range(100_000):
        code = f"ORA-{number:05d}"
        for step in Step:
            found = reaction((code,), step)
            if code not in REACTIONS:
                assert found is (Reaction.UNKNOWN if step in DESTRUCTIVE_STEPS else Reaction.NEVER)


@pytest.mark.parametrize("step", [Step.DROP, Step.PURGE, Step.STOP])
def test_after_a_code_that_nobody_knows_the_outcome_of_a_change_is_unknown(step: Step) -> None:
    assert reaction(("ORA-99999",), step) is Reaction.UNKNOWN
    assert reaction((), step) is Reaction.UNKNOWN


@pytest.mark.parametrize("code", ["DPY-4011", "DPY-4024"])
def test_a_lost_answer_is_never_repeated_at_a_destructive_step(code: str) -> None:
    for step in DESTRUCTIVE_STEPS:
        assert reaction((code,), step) is Reaction.UNKNOWN
    assert DatabaseError((code,), "").connection_lost


@pytest.mark.parametrize(
    ("code", "step", "expected"),
    [
        ("ORA-00054", Step.DROP, Reaction.NEVER),
        ("ORA-00942", Step.DROP, Reaction.ALREADY),
        ("ORA-00942", Step.QUERY, Reaction.NEVER),
        ("ORA-01031", Step.PURGE, Reaction.NEVER),
        ("ORA-38307", Step.PURGE, Reaction.REREAD),
        ("ORA-31626", Step.STOP, Reaction.ALREADY),
        ("ORA-01017", Step.CONNECT, Reaction.NEVER),
    ],
)
def test_reactions(code: str, step: Step, expected: Reaction) -> None:
    assert reaction((code,), step) is expected


def test_wrappers_are_looked_through() -> None:
    assert deciding_code(("DPY-6005", "DPY-4011")) == "DPY-4011"
    assert deciding_code(("ORA-00604", "ORA-01031", "ORA-06512")) == "ORA-01031"
    assert deciding_code(("ORA-06512",)) == "ORA-06512"
    assert deciding_code(()) == ""


def test_codes_are_read_from_any_language() -> None:
    text = "ORA-00604: Fehler auf rekursiver SQL-Ebene 1\nORA-00054: Ressource belegt\nORA-00054: noch einmal"
    assert codes_in(text) == ("ORA-00604", "ORA-00054")


def test_an_option_error_names_the_option() -> None:
    assert str(InvalidOption("dsn", "is wrong")) == "dsn: is wrong"
