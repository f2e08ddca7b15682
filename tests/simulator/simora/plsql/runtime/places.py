# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Places: expressions that can also be assigned to (variables, fields, elements, host binds)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import OraError
from . import cursors, datatypes
from .containers import Collection, Record
from .datatypes import CollectionType, DataType, RecordType
from .expressions import Evaluable
from .frame import Frame


class Place(Evaluable):
    type: DataType

    def assign(self, frame: Frame, value: Any) -> None:
        """Converts the value to the place's type and puts it there."""
        raise NotImplementedError

    def container(self, frame: Frame) -> Any:
        """The record or collection held here, for a part of it to be assigned."""
        return self.evaluate(frame)


class Variable(Place):
    """hops: static links from the frame at hand to the one that holds the variable."""

    def __init__(self, name: str, hops: int, slot: int, variable_type: DataType, not_null: bool) -> None:
        self.name = name
        self.hops = hops
        self.slot = slot
        self.type = variable_type
        self.not_null = not_null

    def evaluate(self, frame: Frame) -> Any:
        return frame.at_depth(self.hops).values[self.slot]

    def assign(self, frame: Frame, value: Any) -> None:
        converted = self.type.coerce(value, frame.session)
        if converted is None and self.not_null:
            raise OraError(6502, "")
        frame.at_depth(self.hops).values[self.slot] = converted


class Bind(Place):
    """A host variable. Its type is only known when the block runs."""

    type = datatypes.ANY

    def __init__(self, name: str) -> None:
        self.name = name

    def evaluate(self, frame: Frame) -> Any:
        value = frame.execution.binds.get(self.name)
        return None if value == "" or value == b"" else value

    def assign(self, frame: Frame, value: Any) -> None:
        frame.execution.binds.put(self.name, value, frame.session)


class Field(Place):
    def __init__(self, target: Evaluable, name: str, record_type: RecordType) -> None:
        self.target = target
        self.name = name
        field = record_type.fields[name]
        self.type = field.type
        self.not_null = field.not_null

    def evaluate(self, frame: Frame) -> Any:
        record = self.target.evaluate(frame)
        return None if record is None else record.values[self.name]

    def assign(self, frame: Frame, value: Any) -> None:
        record = self.container_of_target(frame)
        converted = self.type.coerce(value, frame.session)
        if converted is None and self.not_null:
            raise OraError(6502, "")
        record.values[self.name] = converted

    def container(self, frame: Frame) -> Any:
        return self.container_of_target(frame).values[self.name]

    def container_of_target(self, frame: Frame) -> Record:
        record = self.target.container(frame) if isinstance(self.target, Place) else self.target.evaluate(frame)
        if record is None:
            raise OraError(6530)
        assert isinstance(record, Record)
        return record


class Element(Place):
    def __init__(self, target: Evaluable, subscript: Evaluable, collection_type: CollectionType) -> None:
        self.target = target
        self.subscript = subscript
        self.type = collection_type.element
        self.key_type = collection_type.index or datatypes.PLS_INTEGER

    def evaluate(self, frame: Frame) -> Any:
        return required(self.target.evaluate(frame)).get(self._key(frame))

    def assign(self, frame: Frame, value: Any) -> None:
        collection = self._collection(frame)
        collection.put(self._key(frame), self.type.coerce(value, frame.session))

    def container(self, frame: Frame) -> Any:
        collection, key = self._collection(frame), self._key(frame)
        if collection.type.index is not None and key not in collection.elements:
            collection.put(key, self.type.initial())
        return collection.get(key)

    def _collection(self, frame: Frame) -> Collection:
        return required(self.target.container(frame) if isinstance(self.target, Place) else self.target.evaluate(frame))

    def _key(self, frame: Frame) -> Any:
        return self.key_type.coerce(self.subscript.evaluate(frame), frame.session)


def required(collection: Collection | None) -> Collection:
    """The collection, unless it is atomically NULL (OraError 6531)."""
    if collection is None:
        raise OraError(6531)
    return collection


class CollectionFunction(Evaluable):
    """COUNT, FIRST, LAST, NEXT, PRIOR, EXISTS, LIMIT."""

    def __init__(
        self, name: str, target: Evaluable, arguments: list[Evaluable], collection_type: CollectionType
    ) -> None:
        self.name = name
        self.target = target
        self.arguments = arguments
        self.key_type = collection_type.index or datatypes.PLS_INTEGER
        self.type = {"COUNT": datatypes.PLS_INTEGER, "LIMIT": datatypes.PLS_INTEGER, "EXISTS": datatypes.BOOLEAN}.get(
            name, self.key_type
        )

    def evaluate(self, frame: Frame) -> Any:
        collection: Collection | None = self.target.evaluate(frame)
        keys = [self.key_type.coerce(argument.evaluate(frame), frame.session) for argument in self.arguments]
        if self.name == "EXISTS":
            return collection is not None and keys[0] in collection.elements
        return _COLLECTION_FUNCTIONS[self.name](required(collection), *keys)


_COLLECTION_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "COUNT": lambda collection: len(collection.elements),
    "FIRST": Collection.first,
    "LAST": Collection.last,
    "LIMIT": lambda collection: collection.type.limit,
    "NEXT": lambda collection, key: None if key is None else collection.next(key),
    "PRIOR": lambda collection, key: None if key is None else collection.prior(key),
}


class CursorAttribute(Evaluable):
    """cursor%FOUND and its relatives; cursor gives an OpenCursor or None."""

    def __init__(self, cursor: Evaluable, name: str) -> None:
        self.cursor = cursor
        self.name = name
        self.type = datatypes.PLS_INTEGER if name == "ROWCOUNT" else datatypes.BOOLEAN

    def evaluate(self, frame: Frame) -> Any:
        return cursors.attribute(self.cursor.evaluate(frame), self.name)


class ImplicitCursorAttribute(Evaluable):
    """SQL%FOUND and its relatives."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.type = datatypes.PLS_INTEGER if name == "ROWCOUNT" else datatypes.BOOLEAN

    def evaluate(self, frame: Frame) -> Any:
        row_count = frame.execution.implicit_cursor.row_count
        if self.name == "ISOPEN":
            return False
        if row_count is None or self.name == "ROWCOUNT":
            return row_count
        return row_count > 0 if self.name == "FOUND" else row_count == 0


class Constructor(Evaluable):
    """collection_type(values...)"""

    def __init__(self, constructed: CollectionType, arguments: list[Evaluable]) -> None:
        self.constructed = constructed
        self.type = constructed
        self.arguments = arguments

    def evaluate(self, frame: Frame) -> Any:
        return self.constructed.from_values([argument.evaluate(frame) for argument in self.arguments], frame.session)


class ObjectConstructor(Evaluable):
    """object_type(attributes...)"""

    def __init__(self, constructed: RecordType, arguments: list[Evaluable]) -> None:
        self.constructed = constructed
        self.type = constructed
        self.arguments = arguments

    def evaluate(self, frame: Frame) -> Any:
        return self.constructed.from_values([argument.evaluate(frame) for argument in self.arguments], frame.session)
