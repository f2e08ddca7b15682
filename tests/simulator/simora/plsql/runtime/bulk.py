# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SQL%BULK_ROWCOUNT and SQL%BULK_EXCEPTIONS: what the last FORALL did, as collections."""

from __future__ import annotations

from typing import Any

from .containers import Collection
from .datatypes import PLS_INTEGER, CollectionType, FieldType, RecordType
from .expressions import Evaluable
from .frame import Frame

_FAILURE = RecordType("BULK_EXCEPTION", {"ERROR_INDEX": FieldType(PLS_INTEGER), "ERROR_CODE": FieldType(PLS_INTEGER)})
_FAILURES = CollectionType("BULK_EXCEPTIONS", _FAILURE, PLS_INTEGER)
_ROW_COUNTS = CollectionType("BULK_ROWCOUNT", PLS_INTEGER, PLS_INTEGER)


class BulkRowCounts(Evaluable):
    """Rows that each iteration changed, by index."""

    type = _ROW_COUNTS

    def evaluate(self, frame: Frame) -> Any:
        return Collection(_ROW_COUNTS, dict(frame.execution.implicit_cursor.bulk_row_counts))


class BulkExceptions(Evaluable):
    """Iterations (counted from 1) that failed under SAVE EXCEPTIONS, with positive error numbers."""

    type = _FAILURES

    def evaluate(self, frame: Frame) -> Any:
        return _FAILURES.from_values(
            [_FAILURE.from_values(list(error), frame.session) for error in frame.execution.implicit_cursor.bulk_errors],
            frame.session,
        )


ATTRIBUTES: dict[str, Evaluable] = {"BULK_EXCEPTIONS": BulkExceptions(), "BULK_ROWCOUNT": BulkRowCounts()}
