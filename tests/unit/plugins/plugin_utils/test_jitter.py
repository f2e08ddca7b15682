# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which connections wait, and for how long at most."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.plugin_utils.jitter import pause, spread


def test_the_default_grows_with_the_workers() -> None:
    assert spread(None, 50) == 10 * spread(None, 5) > 0


@pytest.mark.parametrize(("given", "expected"), [(0, 0.0), ("2.5", 2.5), (30, 30.0)])
def test_a_number_of_seconds_is_taken_as_it_is(given: object, expected: float) -> None:
    assert spread(given, 50) == expected


@pytest.mark.parametrize("given", ["soon", "nan", "inf", -1, ""])
def test_what_is_no_number_of_seconds_is_refused(given: object) -> None:
    with pytest.raises(ValueError):
        spread(given, 5)


def test_those_that_begin_together_are_spread_evenly() -> None:
    assert [pause(place, 3, 6.0, 0.5) for place in range(5)] == [3.0, 3.0, 3.0, 0.0, 0.0]
    assert [pause(0, 3, 6.0, chance) for chance in (0.0, 0.25, 1.0)] == [0.0, 1.5, 6.0]


def test_one_alone_does_not_wait() -> None:
    assert pause(0, 1, 6.0, 0.9) == 0.0
