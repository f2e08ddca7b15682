# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values on their way into a table: declared sizes, precisions and NOT NULL."""

from __future__ import annotations

from typing import Any

from ..errors import OraError
from . import datatypes
from .functions import number_values
from .functions.internal import constrain


def checked(value: Any, relation: Any, column: Any, null_code: int) -> Any:
    """A value in storage form as the column holds it. null_code: 1400 when inserting, 1407 when updating.

    Raises OraError 1400/1407, 12899 (too long), 1438 (too many digits)."""
    if value is None:
        if not column.nullable:
            raise OraError(null_code, _path(relation, column))
        return None
    kind = column.type
    family = datatypes.family(kind)
    if family in (datatypes.CHARACTER, datatypes.BYTES) and kind.size and kind.name not in datatypes.LARGE_TYPES:
        if len(value) > kind.size:
            raise OraError(12899, _path(relation, column), len(value), kind.size)
        if kind.name in ("CHAR", "NCHAR"):
            return value.ljust(kind.size)
    if family == datatypes.NUMERIC and kind.precision is not None:
        number = number_values.loaded(value)
        return number_values.stored(constrain(number, kind.precision, kind.scale or 0))
    return value


def _path(relation: Any, column: Any) -> str:
    return f'"{relation.owner}"."{relation.name}"."{column.name}"'
