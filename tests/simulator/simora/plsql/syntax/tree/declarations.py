# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declarations."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ....language.tokens import Token
from .expressions import Argument, Expression
from .nodes import Node
from .types import TypeDefinition, TypeName

if TYPE_CHECKING:
    from .statements import Block


@dataclasses.dataclass(frozen=True, slots=True)
class Declaration(Node):
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class VariableDeclaration(Declaration):
    type: TypeName
    constant: bool
    not_null: bool
    default: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class ExceptionDeclaration(Declaration):
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class Pragma(Declaration):
    arguments: tuple[Argument, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter(Node):
    name: str
    mode: str  # IN, OUT, IN OUT
    type: TypeName
    default: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class CursorDeclaration(Declaration):
    parameters: tuple[Parameter, ...]
    query: tuple[Token, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class TypeDeclaration(Declaration):
    definition: TypeDefinition


@dataclasses.dataclass(frozen=True, slots=True)
class SubtypeDeclaration(Declaration):
    base: TypeName
    not_null: bool
    range: tuple[Expression, Expression] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Subprogram(Declaration):
    """A local procedure or function (returns is its type); body is None for a forward declaration."""

    parameters: tuple[Parameter, ...]
    returns: TypeName | None
    body: Block | None
