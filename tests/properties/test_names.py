# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names against a grammar of quoted identifiers that shares no code with the collection."""

from __future__ import annotations

import unicodedata

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _names
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from hypothesis import assume, example, given
from hypothesis import strategies as st

# What is likely to go wrong beside what is likely to be written.
ODD = st.sampled_from(
    ['"', "\0", "'", ";", "--", "/*", "*", "%", "?", ".", "\n", "\u202e", "\u200b", "é", "e\u0301", "😀"]
)
NAMES = st.one_of(
    st.text(max_size=140),
    st.lists(st.one_of(ODD, st.text(max_size=3)), max_size=60).map("".join),
    st.text(alphabet="ABCXYZ_$#019", min_size=1, max_size=135),
)


def bytes_of(name: str) -> int:
    """Length in UTF-8, counted by the ranges of code points."""
    return sum(1 if ord(c) < 0x80 else 2 if ord(c) < 0x800 else 3 if ord(c) < 0x10000 else 4 for c in name)


def is_name(text: str) -> bool:
    """Oracle SQL Language Reference, database object naming rules: 1 to 128 bytes, no double quote, no NUL.

    A name of blanks alone is legal there and refused here: nobody means it.
    """
    return any(not c.isspace() for c in text) and not any(c in '"\0' for c in text) and 1 <= bytes_of(text) <= 128


def parsed(quoted: str) -> str:
    """What a quoted identifier stands for; it must be one, whole."""
    assert quoted[0] == quoted[-1] == '"' and len(quoted) >= 2
    inside = quoted[1:-1]
    assert '"' not in inside
    return inside


@given(NAMES)
@example("x" * 128)
@example("x" * 129)
@example("é" * 64)
@example("é" * 65)
@example("😀" * 32)
@example("😀" * 33)
@example("\u3000")
@example("\ud800")
def test_what_is_a_name(text: str) -> None:
    assert (_names.name_problem(text) is None) == is_name(text)


@given(NAMES)
def test_a_quoted_name_is_read_as_itself(text: str) -> None:
    if is_name(text):
        assert parsed(_names.quoted(text)) == text
    else:
        with pytest.raises(ValueError):
            _names.quoted(text)


@given(NAMES)
@example("é")
@example("Å\u0327")
def test_names_are_never_normalized(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        other = unicodedata.normalize(form, text)
        assume(is_name(text) and is_name(other))
        assert (_names.quoted(text) == _names.quoted(other)) == (text == other)
        assert _names.matches(text.replace("*", "?"), other) or text != other


@given(NAMES)
def test_a_logon_name_needs_no_quotes_only_where_they_change_nothing(text: str) -> None:
    assume(is_name(text))
    login = _names.login_name(text)
    plain = all(c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$#" for c in text) and text[0].isalpha()
    assert login == (text if plain else f'"{text}"')


@given(NAMES)
def test_what_is_shown_is_visible_and_on_one_line(text: str) -> None:
    shown = _names.shown(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in shown)
    assert len(shown.splitlines()) <= 1
    if all(c.isprintable() for c in text):
        assert shown == text


@given(NAMES, st.booleans())
def test_targets_are_no_patterns(text: str, exact: bool) -> None:
    fit = is_name(text) and (exact or not any(c in "*%" for c in text))
    try:
        _names.require_target_name("name", text, exact)
    except InvalidOption as error:
        assert not fit
        assert str(error).startswith("name: ")
    else:
        assert fit


def covers(pattern: str, name: str) -> bool:
    """Wildcard matching by dynamic programming."""
    row = [True] + [False] * len(name)
    for c in pattern:
        row[0], before = row[0] and c == "*", row[0]
        for position, letter in enumerate(name, start=1):
            if c == "*":
                row[position], before = row[position - 1] or row[position], row[position]
            else:
                row[position], before = before and c in ("?", letter), row[position]
    return row[-1]


SHORT = st.text(alphabet="AB*?.\n", max_size=9)


@given(SHORT, SHORT)
@example("*A*A*A*A*B", "A" * 500)
@example("?", "\n")
@example("", "")
def test_patterns_match_as_wildcards_do(pattern: str, name: str) -> None:
    assert _names.matches(pattern, name) == covers(pattern, name)
