# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_APPLICATION_INFO (PL/SQL Packages and Types Reference, "DBMS_APPLICATION_INFO")."""

from __future__ import annotations

from typing import Any

from ..supplied import SuppliedPackage
from ..values import VARCHAR2
from .describe import Arguments, out, procedure, text

# Longer values are cut off, not refused.
_LENGTHS = {"module": 48, "action": 32, "client_info": 64}


def _cut(tag: str, value: str | None) -> str | None:
    return (value or "")[: _LENGTHS[tag]] or None


def _set_module(session: Any, given: Arguments) -> None:
    session.set_tags(module=_cut("module", given["MODULE_NAME"]), action=_cut("action", given["ACTION_NAME"]))


def _set_action(session: Any, given: Arguments) -> None:
    session.set_tags(action=_cut("action", given["ACTION_NAME"]))


def _set_client_info(session: Any, given: Arguments) -> None:
    session.set_tags(client_info=_cut("client_info", given["CLIENT_INFO"]))


def _read_module(session: Any, given: Arguments) -> None:
    given["MODULE_NAME"], given["ACTION_NAME"] = session.tags["module"], session.tags["action"]


def _read_client_info(session: Any, given: Arguments) -> None:
    given["CLIENT_INFO"] = session.tags["client_info"]


PACKAGE = SuppliedPackage(
    name="DBMS_APPLICATION_INFO",
    subprograms=(
        procedure("READ_CLIENT_INFO", (out("CLIENT_INFO", VARCHAR2),), _read_client_info),
        procedure("READ_MODULE", (out("MODULE_NAME", VARCHAR2), out("ACTION_NAME", VARCHAR2)), _read_module),
        procedure("SET_ACTION", (text("ACTION_NAME"),), _set_action),
        procedure("SET_CLIENT_INFO", (text("CLIENT_INFO"),), _set_client_info),
        procedure("SET_MODULE", (text("MODULE_NAME"), text("ACTION_NAME")), _set_module),
    ),
)
