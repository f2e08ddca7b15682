# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_DB_VERSION: constants that depend on the release of the database that is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..supplied import SuppliedPackage

# Releases that have a VER_LE_ constant: its name and the last version and release that it includes.
_LAST_INCLUDED = {
    "VER_LE_10": (10, 99),
    "VER_LE_11": (11, 99),
    "VER_LE_11_2": (11, 2),
    "VER_LE_12": (12, 99),
    "VER_LE_12_1": (12, 1),
    "VER_LE_12_2": (12, 2),
    "VER_LE_18": (18, 99),
    "VER_LE_19": (19, 99),
    "VER_LE_21": (21, 99),
    "VER_LE_23": (23, 99),
}


def _version(session: Any) -> tuple[int, ...]:
    version: tuple[int, ...] = session.database.release.version
    return version


def _at_most(last: tuple[int, int]) -> Callable[[Any], bool]:
    return lambda session: _version(session)[:2] <= last


PACKAGE = SuppliedPackage(
    name="DBMS_DB_VERSION",
    subprograms=(),
    constants={
        "VERSION": lambda session: _version(session)[0],
        "RELEASE": lambda session: _version(session)[1],
        **{name: _at_most(last) for name, last in _LAST_INCLUDED.items()},
    },
)
