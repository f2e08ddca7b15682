# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a module may run in the controller: one situation in which it may, and what forbids it."""

from __future__ import annotations

import pathlib
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.plugin_utils.direct_terms import Situation, hindrance, mode_of

PERMITTED = Situation(
    transport="local",
    become=False,
    asynchronous=False,
    interpreter=None,
    own_interpreter="/venv/bin/python",
    environment=("DATAPUMP_USER", "https_proxy", "TNS_ADMIN"),
    options={"thick_mode": False},
    driver=True,
    can_fork=True,
    core=True,
)


def test_it_may() -> None:
    assert hindrance(PERMITTED) is None


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"transport": "ssh"}, "the connection is ssh"),
        ({"become": True}, "become"),
        ({"asynchronous": True}, "asynchronous"),
        ({"interpreter": "/usr/bin/python3"}, "/usr/bin/python3"),
        ({"interpreter": "python3"}, "python3"),
        ({"environment": ("DATAPUMP_USER", "PYTHONPATH")}, "sets PYTHONPATH"),
        ({"environment": ("LD_LIBRARY_PATH", "LC_ALL")}, "sets LC_ALL, LD_LIBRARY_PATH"),
        ({"environment": ("MY_DATAPUMP_USER",)}, "MY_DATAPUMP_USER"),
        ({"options": {"thick_mode": True}}, "thick mode"),
        ({"options": {"thick_mode": "Yes"}}, "thick mode"),
        ({"options": {"oracle_sid": "ORCL"}}, "thick mode"),
        ({"driver": False}, "python-oracledb"),
        ({"can_fork": False}, "fork"),
        ({"core": False}, "ansible-core"),
    ],
)
def test_it_may_not(changed: dict[str, Any], text: str) -> None:
    assert text in (hindrance(replace(PERMITTED, **changed)) or "")


@pytest.mark.parametrize("interpreter", ["auto", "auto_legacy_silent", "/venv/bin/python"])
def test_no_other_interpreter(interpreter: str) -> None:
    assert hindrance(replace(PERMITTED, interpreter=interpreter)) is None


def test_another_name_of_the_same_interpreter(tmp_path: pathlib.Path) -> None:
    """In the same folder it is the same environment; in another one it is another, although the file is the same."""
    own, alias, other = tmp_path / "python3.11", tmp_path / "python3", tmp_path / "other" / "python3"
    other.parent.mkdir()
    own.touch()
    alias.symlink_to(own)
    other.symlink_to(own)
    situation = replace(PERMITTED, own_interpreter=str(own))
    assert hindrance(replace(situation, interpreter=str(alias))) is None
    assert hindrance(replace(situation, interpreter=str(other))) is not None


@pytest.mark.parametrize(
    ("value", "mode"),
    [
        ("auto", "auto"),
        (" Always ", "always"),
        (True, "auto"),
        (False, "never"),
        ("false", "never"),
        ("no", None),
        (None, None),
        ("", None),
    ],
)
def test_modes(value: object, mode: str | None) -> None:
    assert mode_of(value) == mode
