# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Durations, identities and secrets: whatever is accepted means what it says, and refusals never repeat a value."""

from __future__ import annotations

import urllib.parse
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._checks import (
    MAX_OBJECT_ID,
    check_duplicates,
    check_identity,
    seconds,
)
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import MASK, Scrubber
from hypothesis import assume, example, given
from hypothesis import strategies as st

SECONDS_OF = {"": 1, "s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60, "w": 7 * 24 * 60 * 60}
LIMIT = 10**9


@given(st.integers(0, 10**9), st.sampled_from(sorted(SECONDS_OF)), st.sampled_from(["", " ", "\t"]))
def test_durations_mean_what_they_say(number: int, unit: str, blank: str) -> None:
    expected = number * SECONDS_OF[unit]
    try:
        found = seconds("min_age", f"{blank}{number}{unit}{blank}")
    except InvalidOption:
        assert expected > LIMIT or number >= 10**9
    else:
        assert found == expected <= LIMIT


@given(st.one_of(st.text(max_size=12), st.floats(), st.booleans(), st.none(), st.integers(max_value=-1)))
@example("1e3")
@example("٣d")
@example("1 d")
@example("7D")
@example("+5")
def test_nothing_else_is_a_duration(value: Any) -> None:
    text = str(value).strip()
    number = text.rstrip("smhdw") if text[-1:] in "smhdw" else text
    assume(not (len(text) - len(number) <= 1 and number.isascii() and number.isdigit()))
    with pytest.raises(InvalidOption):
        seconds("min_age", value)


HEX = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)
DIGESTS = st.one_of(
    st.none(), HEX.map("sha256:{}".format), HEX, HEX.map(str.upper).map("sha256:{}".format), st.text(max_size=70)
)
NUMBERS = st.one_of(st.none(), st.integers(-5, 5), st.integers(), st.sampled_from([MAX_OBJECT_ID, MAX_OBJECT_ID + 1]))
NAMES = st.one_of(st.just("SCOTT"), st.just("A*"), st.text(max_size=20))


def is_digest(text: str) -> bool:
    kind, colon, digits = text.partition(":")
    return (kind, colon, len(digits)) == ("sha256", ":", 64) and set(digits) <= set("0123456789abcdef")


def is_identity(entry: dict[str, Any]) -> bool:
    for part in (entry["owner"], entry["name"]):
        if not part.strip() or '"' in part or "\0" in part:
            return False
        if entry["object_id"] is None and entry["digest"] is None and ("*" in part or "%" in part):
            return False
    if entry["digest"] is not None and not is_digest(entry["digest"]):
        return False
    if entry["object_id"] is not None and not 1 <= entry["object_id"] < 10**38:
        return False
    return all(entry[part] is None or 0 <= entry[part] < 10**38 for part in ("dbid", "con_uid"))


ENTRIES = st.fixed_dictionaries(
    {"owner": NAMES, "name": NAMES, "object_id": NUMBERS, "digest": DIGESTS, "dbid": NUMBERS, "con_uid": NUMBERS}
)


@given(ENTRIES)
def test_identities(entry: dict[str, Any]) -> None:
    try:
        check_identity("tables[3].", entry)
    except InvalidOption as error:
        assert not is_identity(entry)
        assert error.option.startswith("tables[3].")
        assert error.option.removeprefix("tables[3].") in entry
        _repeats_no_value(error, entry)
    else:
        assert is_identity(entry)


def _repeats_no_value(error: InvalidOption, entry: dict[str, Any]) -> None:
    for value in entry.values():
        if isinstance(value, str) and len(value) > 8:
            assert value not in str(error)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xy"), st.integers(0, 1)), max_size=8))
def test_the_same_thing_twice(identities: list[tuple[str, str, int]]) -> None:
    repeated = [position for position, item in enumerate(identities) if item in identities[:position]]
    if not repeated:
        check_duplicates("tables", identities)
        return
    with pytest.raises(InvalidOption) as raised:
        check_duplicates("tables", identities)
    assert raised.value.option == f"tables[{repeated[0]}]"


SECRETS = st.text(min_size=6, max_size=30).filter(lambda text: text == text.strip() and len(text.split()) == 1)


@given(SECRETS, st.text(max_size=20), st.text(max_size=20))
@example("pass/w@rd%", "a", "b")
@example("x\"y\\z'", "", "")
def test_no_form_of_a_secret_is_left(secret: str, before: str, after: str) -> None:
    # A surrogate cannot be part of any text that Ansible hands on.
    assume(not any("\ud800" <= c <= "\udfff" for c in secret) and set(secret) != {"*"})
    scrubber = Scrubber([secret])
    forms = {
        secret,
        secret.upper(),
        repr(secret)[1:-1],
        urllib.parse.quote(secret, safe=""),
        urllib.parse.quote_plus(secret),
    }
    for form in forms:
        cleaned = scrubber.clean(f"{before} {form} {after}")
        assert MASK in cleaned
        assert not any(other in cleaned.replace(MASK, "") for other in forms if other not in before + " " + after)
        assert len(cleaned.splitlines()) <= 1
