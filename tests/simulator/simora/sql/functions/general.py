# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""NVL, DECODE and the like: functions on values of any type. SQL lowers them itself; these bodies serve PL/SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import OraError
from ...values import OraType
from ..datatypes import ANY, common_type, family_of_value
from .conversion import convert
from .library import function


def _common(types: Sequence[OraType]) -> OraType:
    return common_type(types)


@function("NVL", ANY, ANY, returns=_common, strict=False)
def nvl(value: Any, replacement: Any) -> Any:
    return value if value is not None else replacement


@function("NVL2", ANY, ANY, ANY, returns=lambda types: common_type(types[1:]), strict=False)
def nvl2(value: Any, if_not_null: Any, if_null: Any) -> Any:
    return if_not_null if value is not None else if_null


@function("COALESCE", ANY, ANY, repeats=True, returns=_common, strict=False)
def coalesce(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


@function("NULLIF", ANY, ANY, returns=lambda types: types[0], strict=False, with_session=True)
def nullif(session: Any, value: Any, other: Any) -> Any:
    if value is None or other is None:
        return value
    return None if value == convert(other, family_of_value(value), session) else value


@function("DECODE", ANY, ANY, ANY, repeats=True, returns=lambda types: common_type(types[2:]), strict=False)
def decode(value: Any, *pairs: Any) -> Any:
    """NULL equals NULL here."""
    for index in range(0, len(pairs) - 1, 2):
        if pairs[index] == value:
            return pairs[index + 1]
    return pairs[-1] if len(pairs) % 2 else None


@function("GREATEST", ANY, repeats=True, returns=_common, with_session=True)
def greatest(session: Any, *values: Any) -> Any:
    return max(_alike(values, session))


@function("LEAST", ANY, repeats=True, returns=_common, with_session=True)
def least(session: Any, *values: Any) -> Any:
    return min(_alike(values, session))


def _alike(values: Sequence[Any], session: Any) -> list[Any]:
    """All as the first one's type."""
    if not values:
        raise OraError(938)
    return [convert(value, family_of_value(values[0]), session) for value in values]
