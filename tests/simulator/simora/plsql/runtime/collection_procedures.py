# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DELETE, EXTEND and TRIM of collections."""

from __future__ import annotations

from typing import Any

from ...errors import OraError
from . import datatypes
from .datatypes import CollectionType
from .expressions import Evaluable
from .frame import Frame
from .places import Place, required


class CollectionProcedure(Evaluable):
    def __init__(self, name: str, target: Place, arguments: list[Evaluable], collection_type: CollectionType) -> None:
        self.name = name
        self.target = target
        self.arguments = arguments
        self.collection_type = collection_type

    def evaluate(self, frame: Frame) -> Any:
        collection = required(self.target.container(frame))
        values = [argument.evaluate(frame) for argument in self.arguments]
        if self.name == "DELETE":
            key_type = self.collection_type.index or datatypes.PLS_INTEGER
            keys = [key_type.coerce(value, frame.session) for value in values]
            if None not in keys:
                collection.delete(*keys)
            return
        count: Any = datatypes.PLS_INTEGER.coerce(values[0], frame.session) if values else 1
        if collection.type.index is not None or count is None:
            raise OraError(6502, "")
        if self.name == "TRIM":
            collection.trim(count)
            return
        copied: Any = datatypes.PLS_INTEGER.coerce(values[1], frame.session) if len(values) == 2 else None
        collection.extend(count, None if copied is None else collection.get(copied), frame.session)
