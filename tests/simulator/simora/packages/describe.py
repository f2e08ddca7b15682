# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Short forms for describing packages, and readers for their arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..supplied import REQUIRED, Parameter, Subprogram
from ..values import BINARY_INTEGER, BOOLEAN, NUMBER, VARCHAR2

Arguments = dict[str, Any]
Body = Callable[[Any, Arguments], object]


def text(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, VARCHAR2, default=default)


def number(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, NUMBER, default=default)


def integer(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, BINARY_INTEGER, default=default)


def boolean(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, BOOLEAN, default=default)


def out(name: str, parameter_type: Any = None, mode: str = "OUT") -> Parameter:
    return Parameter(name, parameter_type, mode)


def procedure(name: str, parameters: tuple[Parameter, ...], body: Body) -> Subprogram:
    return Subprogram(name, parameters, body)


def function(name: str, parameters: tuple[Parameter, ...], returns: Any, body: Body) -> Subprogram:
    return Subprogram(name, parameters, body, returns)
