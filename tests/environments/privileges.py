# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The GRANT statements of the documentation, as they stand there."""

from __future__ import annotations

import re

from simulated import ROOT

_BLOCK = re.compile(r"```sql\n(.*?)```", re.DOTALL)


def _statements(first_line: str) -> list[str]:
    text = (ROOT / "docs" / "privileges.md").read_text(encoding="utf-8")
    (block,) = [block for block in _BLOCK.findall(text) if block.startswith(f"-- {first_line}\n")]
    lines = [line for line in block.splitlines() if line and not line.startswith("--")]
    assert all(line.endswith(";") for line in lines)
    return [line.rstrip(";") for line in lines]


def maintenance_grants() -> list[str]:
    """What the maintenance account dpclean is given."""
    return _statements("the account")


def proxy_grants() -> list[str]:
    """What each owner gives it."""
    return _statements("for each owner of jobs")


def owner_grants(owner: str) -> list[str]:
    """What an owner that cleans up after itself is given."""
    return [statement.replace("scott", owner) for statement in _statements("the owner")]


def granted(statement: str) -> str:
    """DROP ANY TABLE from GRANT DROP ANY TABLE TO dpclean."""
    match = re.fullmatch(r"GRANT (.+) TO \w+", statement)
    assert match, statement
    return match[1]
