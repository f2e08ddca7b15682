# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The list of cases, and what it says of each: tests here, a test elsewhere, or why there is none."""

from __future__ import annotations

import pathlib
from typing import Any

import yaml

FOLDER = pathlib.Path(__file__).resolve().parent
LAST = 214
CASES: dict[int, dict[str, Any]] = yaml.safe_load((FOLDER / "cases.yml").read_text(encoding="utf-8"))


def own_tests() -> dict[int, list[str]]:
    """Number to the tests of this folder, as file::name."""
    return {number: entry["tests"] for number, entry in CASES.items() if "tests" in entry}


def covered() -> dict[int, str]:
    """Number to the file, or the test in it, that covers a case elsewhere. Paths begin at the root of the project."""
    return {number: entry["covered_by"] for number, entry in CASES.items() if "covered_by" in entry}


def left_out() -> dict[int, str]:
    """Number to why no test has the case."""
    return {number: entry["left_out"] for number, entry in CASES.items() if "left_out" in entry}


def differing() -> dict[int, str]:
    """Number to why the outcome that is expected here is not in the catalogue's words."""
    return {number: entry["differs"] for number, entry in CASES.items() if "differs" in entry}
