# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values with parts: records and collections."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, Any

from ...errors import OraError

if TYPE_CHECKING:
    from .datatypes import CollectionType, RecordType


class Record:
    """A record or object; values holds one entry per field in order."""

    __slots__ = ("type", "values")

    def __init__(self, record_type: RecordType, values: dict[str, Any]) -> None:
        self.type = record_type
        self.values = values

    def __repr__(self) -> str:
        return f"Record({self.values!r})"


class Collection:
    """A collection that is not atomically NULL. size: highest subscript of a nested table or varray, deleted or not."""

    __slots__ = ("_keys", "elements", "size", "type")

    def __init__(self, collection_type: CollectionType, elements: dict[Any, Any] | None = None, size: int = 0) -> None:
        self.type = collection_type
        self.elements: dict[Any, Any] = elements if elements is not None else {}
        self.size = size
        self._keys: list[Any] | None = None

    def __repr__(self) -> str:
        return f"Collection({self.elements!r})"

    def keys(self) -> list[Any]:
        """The subscripts in order."""
        if self._keys is None or len(self._keys) != len(self.elements):
            self._keys = sorted(self.elements)
        return self._keys

    def in_order(self) -> list[Any]:
        return [self.elements[key] for key in self.keys()]

    def get(self, key: Any) -> Any:
        """Raises OraError 1403 (no such element), 6533 and 6532 (subscript of a nested table or varray)."""
        self._check(key)
        try:
            return self.elements[key]
        except KeyError:
            raise OraError(1403) from None

    def put(self, key: Any, value: Any) -> None:
        self._check(key)
        if key not in self.elements:
            self._keys = None
        self.elements[key] = value

    def _check(self, key: Any) -> None:
        if key is None:
            raise OraError(6502, ": NULL index table key value")
        if self.type.index is None:
            if key < 1 or (self.type.limit is not None and key > self.type.limit):
                raise OraError(6532)
            if key > self.size:
                raise OraError(6533)

    # ---- the collection methods

    def first(self) -> Any:
        keys = self.keys()
        return keys[0] if keys else None

    def last(self) -> Any:
        keys = self.keys()
        return keys[-1] if keys else None

    def next(self, key: Any) -> Any:
        keys = self.keys()
        position = bisect.bisect_right(keys, key)
        return keys[position] if position < len(keys) else None

    def prior(self, key: Any) -> Any:
        keys = self.keys()
        position = bisect.bisect_left(keys, key)
        return keys[position - 1] if position > 0 else None

    def extend(self, count: int, value: Any, session: Any) -> None:
        """Appends copies of the value, or elements as they are declared when it is None."""
        if self.type.limit is not None and self.size + count > self.type.limit:
            raise OraError(6532)
        for dummy in range(count):
            self.size += 1
            self.elements[self.size] = self.type.element.coerce(value, session)
        self._keys = None

    def trim(self, count: int) -> None:
        if count > self.size:
            raise OraError(6533)
        for dummy in range(count):
            self.elements.pop(self.size, None)
            self.size -= 1
        self._keys = None

    def delete(self, low: Any = None, high: Any = None) -> None:
        """Everything without arguments, one element, or a range."""
        if low is None:
            self.elements.clear()
            self.size = 0
        elif high is None:
            self.elements.pop(low, None)
        else:
            for key in [key for key in self.elements if low <= key <= high]:
                del self.elements[key]
        self._keys = None
