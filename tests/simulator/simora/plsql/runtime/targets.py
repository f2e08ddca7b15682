# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""INTO targets: rows of a query put into variables, records and collections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import OraError
from .containers import Record
from .datatypes import CollectionType, DataType, RecordType
from .frame import Frame
from .places import Bind, Place

# The codes of "wrong number of targets": ORA-00947/ORA-00913 in static SQL, ORA-01007 in dynamic SQL.
TOO_FEW_VALUES = 947
NOT_IN_SELECT_LIST = 1007


class Targets:
    """bulk: every target is a collection that gets one element per row."""

    def __init__(self, places: Sequence[Place], *, bulk: bool) -> None:
        self.places = places
        self.bulk = bulk

    @property
    def takes_records(self) -> bool:
        """Whether one target stands for the whole row."""
        return len(self.places) == 1 and isinstance(self._row_type(self.places[0]), RecordType)

    def _row_type(self, place: Place) -> DataType:
        if self.bulk and isinstance(place.type, CollectionType):
            return place.type.element
        return place.type

    def check_width(self, width: int, code: int) -> None:
        """Raises OraError with the code when a row of that many columns does not fit."""
        row_type = self._row_type(self.places[0])
        if self.takes_records:
            assert isinstance(row_type, RecordType)
            if len(row_type.fields) != width:
                raise OraError(code if code != TOO_FEW_VALUES or len(row_type.fields) > width else 913)
        elif len(self.places) != width:
            raise OraError(code if code != TOO_FEW_VALUES or len(self.places) > width else 913)

    def put_row(self, frame: Frame, row: Sequence[Any]) -> None:
        if self.takes_records:
            record_type = self.places[0].type
            assert isinstance(record_type, RecordType)
            self.places[0].assign(frame, record_type.from_values(list(row), frame.session))
            return
        for place, value in zip(self.places, row, strict=True):
            place.assign(frame, value)

    def put_rows(self, frame: Frame, rows: Sequence[Sequence[Any]]) -> None:
        """Replaces what the collections held."""
        if self.takes_records:
            self.places[0].assign(frame, [self._record(row, frame) for row in rows])
            return
        for index, place in enumerate(self.places):
            if not isinstance(place.type, CollectionType) and not isinstance(place, Bind):
                raise OraError(6502, "")
            place.assign(frame, [row[index] for row in rows])

    def _record(self, row: Sequence[Any], frame: Frame) -> Record:
        row_type = self._row_type(self.places[0])
        assert isinstance(row_type, RecordType)
        return row_type.from_values(list(row), frame.session)
