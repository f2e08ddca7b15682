# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every error code at every step has a reaction, and nothing unknown is ever repeated where something is destroyed."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DESTRUCTIVE_STEPS,
    REACTIONS,
    Reaction,
    Step,
    codes_in,
    deciding_code,
    reaction,
)
from hypothesis import given
from hypothesis import strategies as st

PREFIXES = ("ORA", "DPY", "PLS")
REPEATED = {Reaction.REPEAT, Reaction.WAIT}
# Refused before anything is executed: a lock that is not there, and a purge that met one.
MAY_WAIT = {("ORA-00054", Step.PURGE), ("ORA-04021", Step.PURGE)}


def codes(prefix: str) -> list[str]:
    width = 4 if prefix in ("DPY", "DPI") else 5
    return [f"{prefix}-{number:0{width}}" for number in range(10**width)]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_code_has_a_reaction_at_every_step(prefix: str) -> None:
    for code, step in itertools.product(codes(prefix), Step):
        found = reaction((code,), step)
        assert isinstance(found, Reaction)
        if code not in REACTIONS:
            expected = Reaction.UNKNOWN if step in DESTRUCTIVE_STEPS else Reaction.NEVER
            assert found is expected, f"{code} at {step}"
        if step in DESTRUCTIVE_STEPS and (code, step) not in MAY_WAIT:
            assert found not in REPEATED, f"{code} at {step} would be sent again"


def test_the_table_is_about_codes_that_exist() -> None:
    known = set(itertools.chain.from_iterable(map(codes, PREFIXES)))
    assert known.issuperset(REACTIONS)
    assert {len(letters) for letters in REACTIONS.values()} == {len(Step)}
    assert set("".join(REACTIONS.values())) <= {item.value for item in Reaction} | {"."}


def test_no_code_at_all_is_unknown_where_something_is_destroyed() -> None:
    for step in Step:
        expected = Reaction.UNKNOWN if step in DESTRUCTIVE_STEPS else Reaction.NEVER
        assert reaction((), step) is expected


CODE = st.builds(lambda prefix, number: f"{prefix}-{number:05}", st.sampled_from(PREFIXES), st.integers(0, 99999))
NOISE = st.text(alphabet="abc \n:()é-", max_size=12)


@given(st.lists(st.tuples(NOISE, CODE), max_size=6))
def test_codes_are_found_in_any_text_in_order_and_once(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{noise} {code}: " for noise, code in parts)
    assert codes_in(text) == tuple(dict.fromkeys(code for _noise, code in parts))


@given(st.lists(st.sampled_from(["ORA-00604", "ORA-06512", "DPY-6005", "ORA-06550"]), max_size=3), CODE)
def test_wrappers_never_decide(wrappers: list[str], code: str) -> None:
    stack = (*wrappers, code)
    decided = deciding_code(stack)
    assert decided == (code if code not in ("ORA-39000",) else stack[0]) or code in wrappers
