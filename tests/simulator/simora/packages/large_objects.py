# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_LOB: CLOBs are text, BLOBs are bytes, NULL is no locator; BFILEs are in large_object_files.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import OraError
from ..supplied import Parameter, Subprogram, SuppliedPackage
from ..values import BLOB, CLOB, NUMBER, RAW, VARCHAR2, OraType
from . import large_object_files
from .describe import Arguments, boolean, function, integer, out, procedure

_LARGEST_AMOUNT = 32767

Value = str | bytes


def _getlength(session: Any, given: Arguments) -> int | None:
    value = given["LOB_LOC"]
    return None if value is None else len(value)


def _substr(session: Any, given: Arguments) -> object:
    value, amount, offset = given["LOB_LOC"], given["AMOUNT"], given["OFFSET"]
    if value is None or amount is None or offset is None or amount < 1 or offset < 1:
        return None
    return value[int(offset) - 1 : int(offset) - 1 + int(amount)] or None


def _instr(session: Any, given: Arguments) -> int | None:
    value, pattern = given["LOB_LOC"], given["PATTERN"]
    offset, nth = given["OFFSET"], given["NTH"]
    if value is None or pattern is None or offset is None or nth is None or offset < 1 or nth < 1:
        return None
    position = int(offset) - 2
    for dummy in range(int(nth)):
        position = value.find(pattern, position + 1)
        if position < 0:
            return 0
    return int(position) + 1


def _require_locator(value: Any) -> Any:
    if value is None:
        raise OraError(22275)
    return value


def _read(session: Any, given: Arguments) -> None:
    """Raises OraError 1403 behind the end, 21560 for an amount or offset of no use, 22275 without a LOB."""
    value, amount, offset = _require_locator(given["LOB_LOC"]), given["AMOUNT"], given["OFFSET"]
    large_object_files.check_amount_and_offset(amount, offset)
    piece = value[int(offset) - 1 : int(offset) - 1 + int(amount)]
    if not piece:
        raise OraError(1403)
    given["BUFFER"], given["AMOUNT"] = piece, len(piece)


def _append(session: Any, given: Arguments) -> None:
    source = _require_locator(given["SRC_LOB"])
    given["DEST_LOB"] = _value(given["DEST_LOB"], type(source)) + source


def _writeappend(session: Any, given: Arguments) -> None:
    amount, data = int(given["AMOUNT"] or 0), given["BUFFER"]
    if amount < 1 or data is None or amount > len(data):
        raise OraError(21560, 2)
    given["LOB_LOC"] = _value(given["LOB_LOC"], type(data)) + data[:amount]


def _value(lob: Any, kind: type[Value]) -> Any:
    """An empty LOB and NULL look alike here (the values' Python form): both take what is appended."""
    return kind() if lob is None else lob


def _createtemporary(session: Any, given: Arguments) -> None:
    given["LOB_LOC"] = None


def _istemporary(session: Any, given: Arguments) -> int:
    return 1


def _compare(session: Any, given: Arguments) -> int | None:
    left, right = given["LOB_1"], given["LOB_2"]
    if left is None or right is None:
        return None
    return 0 if left == right else -1 if left < right else 1


def _for_both(build: Callable[[OraType, OraType], Subprogram]) -> tuple[Subprogram, ...]:
    """The overload for CLOBs, whose pieces are VARCHAR2, and the one for BLOBs, whose pieces are RAW."""
    return build(CLOB, VARCHAR2), build(BLOB, RAW)


_OF_VALUES: tuple[tuple[Subprogram, ...], ...] = (
    _for_both(
        lambda lob, piece: procedure("APPEND", (out("DEST_LOB", lob, "IN OUT"), Parameter("SRC_LOB", lob)), _append)
    ),
    _for_both(
        lambda lob, piece: function("COMPARE", (Parameter("LOB_1", lob), Parameter("LOB_2", lob)), NUMBER, _compare)
    ),
    _for_both(
        lambda lob, piece: procedure(
            "CREATETEMPORARY",
            (out("LOB_LOC", lob, "IN OUT"), boolean("CACHE"), integer("DUR", 10)),
            _createtemporary,
        )
    ),
    _for_both(lambda lob, piece: procedure("FREETEMPORARY", (out("LOB_LOC", lob, "IN OUT"),), _createtemporary)),
    _for_both(lambda lob, piece: function("GETLENGTH", (Parameter("LOB_LOC", lob),), NUMBER, _getlength)),
    _for_both(
        lambda lob, piece: function(
            "INSTR",
            (Parameter("LOB_LOC", lob), Parameter("PATTERN", piece), integer("OFFSET", 1), integer("NTH", 1)),
            NUMBER,
            _instr,
        )
    ),
    _for_both(lambda lob, piece: function("ISTEMPORARY", (Parameter("LOB_LOC", lob),), NUMBER, _istemporary)),
    _for_both(
        lambda lob, piece: procedure(
            "READ",
            (Parameter("LOB_LOC", lob), out("AMOUNT", NUMBER, "IN OUT"), integer("OFFSET"), out("BUFFER", piece)),
            _read,
        )
    ),
    _for_both(
        lambda lob, piece: function(
            "SUBSTR",
            (Parameter("LOB_LOC", lob), integer("AMOUNT", _LARGEST_AMOUNT), integer("OFFSET", 1)),
            piece,
            _substr,
        )
    ),
    _for_both(
        lambda lob, piece: procedure(
            "WRITEAPPEND",
            (out("LOB_LOC", lob, "IN OUT"), integer("AMOUNT"), Parameter("BUFFER", piece)),
            _writeappend,
        )
    ),
)

PACKAGE = SuppliedPackage(
    name="DBMS_LOB",
    subprograms=(
        *(subprogram for overloads in _OF_VALUES for subprogram in overloads),
        *large_object_files.SUBPROGRAMS,
    ),
    constants={"CALL": 12, "SESSION": 10, "LOBMAXSIZE": 2**63 - 1, **large_object_files.CONSTANTS},
)
