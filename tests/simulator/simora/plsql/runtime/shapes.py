# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Types of the dictionary as other layers see them, and their values without the interpreter's own classes."""

from __future__ import annotations

import functools
from typing import Any

from ...errors import OraError
from ...values import ObjectShape, OraType
from .containers import Collection, Record
from .datatypes import CollectionType, DataType, RecordType, ScalarType


@functools.cache
def ora_type_of(declared: DataType) -> OraType:
    """Raises OraError 3001 for a type that only PL/SQL knows."""
    if isinstance(declared, ScalarType):
        return declared.ora_type
    if isinstance(declared, RecordType) and declared.identity is not None:
        attributes = tuple((name, ora_type_of(field.type)) for name, field in declared.fields.items())
        return OraType("OBJECT", shape=ObjectShape(declared.identity, attributes))
    if isinstance(declared, CollectionType) and declared.identity is not None:
        return OraType("OBJECT", shape=ObjectShape(declared.identity, element=ora_type_of(declared.element)))
    raise OraError(3001)


def plain(value: Any) -> Any:
    """A record as a dict, a collection as a list, anything else as it is."""
    if isinstance(value, Record):
        return {name: plain(item) for name, item in value.values.items()}
    if isinstance(value, Collection):
        return [plain(item) for item in value.in_order()]
    return value
