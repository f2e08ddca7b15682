# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is left of a result that is too long, and that nothing is lost."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.plugin_utils.large_result import LEFT_IN_FILE, shortened, whole

RESULT: dict[str, Any] = {
    "changed": True,
    "msg": "m" * 20_000,
    "codes": ["ORA-00942"],
    "tables": [{"name": f"TABLE_{number}", "empty": []} for number in range(1000)],
    "ansible_facts": {"datapump": {"jobs": ["J" * 20] * 600, "none": [], "database": {"dbid": 1}}},
    "lines": ["line" * 10] * 1000,
}


def test_without_a_limit_it_is_as_it_was(tmp_path: pathlib.Path) -> None:
    assert shortened(RESULT, None, tmp_path) == RESULT


def test_one_that_is_short_enough_is_as_it_was(tmp_path: pathlib.Path) -> None:
    assert shortened(RESULT, 200_000, tmp_path) == RESULT
    assert not list(tmp_path.iterdir())


def test_the_long_parts_of_a_long_one_stand_in_a_file(tmp_path: pathlib.Path) -> None:
    short = shortened(RESULT, 50_000, tmp_path)
    left = short.pop(LEFT_IN_FILE)
    assert short == {key: RESULT[key] for key in ("changed", "msg", "codes", "lines")}
    assert left["counts"] == {"tables": 1000, "ansible_facts.datapump.jobs": 600}
    assert [pathlib.Path(left["path"])] == list(tmp_path.iterdir())


@pytest.mark.parametrize("longest", [None, 50_000])
def test_nothing_is_lost(tmp_path: pathlib.Path, longest: int | None) -> None:
    assert whole(shortened(RESULT, longest, tmp_path)) == RESULT


def test_what_was_added_to_the_short_one_counts(tmp_path: pathlib.Path) -> None:
    short = {**shortened(RESULT, 50_000, tmp_path), "changed": False, "failed": True}
    assert whole(short) == {**RESULT, "changed": False, "failed": True}


def test_nobody_else_may_read_the_file(tmp_path: pathlib.Path) -> None:
    path = pathlib.Path(shortened(RESULT, 50_000, tmp_path)[LEFT_IN_FILE]["path"])
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_is_gone_is_an_error(tmp_path: pathlib.Path) -> None:
    short = shortened(RESULT, 50_000, tmp_path)
    pathlib.Path(short[LEFT_IN_FILE]["path"]).unlink()
    with pytest.raises(OSError):
        whole(short)
