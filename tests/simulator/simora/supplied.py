# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a supplied package (DBMS_OUTPUT, DBMS_DATAPUMP, ...) describes itself to the PL/SQL interpreter."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any


class _Required:
    """Marks a parameter without a default."""


REQUIRED = _Required()


@dataclasses.dataclass(frozen=True)
class Parameter:
    """mode: IN, OUT or IN OUT. type None accepts any value (an overload on several types); a plsql DataType will do."""

    name: str
    type: Any = None
    mode: str = "IN"
    default: object = REQUIRED


@dataclasses.dataclass(frozen=True)
class Subprogram:
    """One procedure (returns None) or function.

    body(session, arguments): arguments is a dict by upper-case parameter name; OUT values are assigned into it; a
    function returns its result. It raises OraError; an OraError of the package's own exceptions keeps its code.
    """

    name: str
    parameters: tuple[Parameter, ...]
    body: Callable[[Any, dict[str, object]], object]
    returns: Any = None


@dataclasses.dataclass(frozen=True)
class SuppliedPackage:
    """owner is SYS for all of them; exceptions map a name to the positive error number, types to a plsql
    DataType. A callable constant depends on the session's database: it is called with the session."""

    name: str
    subprograms: tuple[Subprogram, ...]
    constants: dict[str, object] = dataclasses.field(default_factory=dict)
    exceptions: dict[str, int] = dataclasses.field(default_factory=dict)
    types: dict[str, Any] = dataclasses.field(default_factory=dict)
    execute_granted_to_public: bool = True
