# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_LOB on values in memory: CLOBs are text, BLOBs are bytes, NULL is no locator."""

from __future__ import annotations

from typing import Any

from ..errors import OraError
from ..plsql.runtime.datatypes import ANY
from ..supplied import Parameter, SuppliedPackage
from ..values import NUMBER
from .describe import Arguments, boolean, function, integer, out, procedure


def _lob(name: str) -> Parameter:
    return Parameter(name)


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


def _append(session: Any, given: Arguments) -> None:
    given["DEST_LOB"] = _value(given["DEST_LOB"]) + _require_locator(given["SRC_LOB"])


def _writeappend(session: Any, given: Arguments) -> None:
    amount, data = int(given["AMOUNT"] or 0), given["BUFFER"]
    if amount < 1 or data is None or amount > len(data):
        raise OraError(21560, 2)
    given["LOB_LOC"] = _value(given["LOB_LOC"]) + data[:amount]


def _value(lob: Any) -> Any:
    """An empty LOB and NULL look alike here (the values' Python form): both take what is appended."""
    return "" if lob is None else lob


def _createtemporary(session: Any, given: Arguments) -> None:
    given["LOB_LOC"] = None


def _istemporary(session: Any, given: Arguments) -> int:
    return 1


def _compare(session: Any, given: Arguments) -> int | None:
    left, right = given["LOB_1"], given["LOB_2"]
    if left is None or right is None:
        return None
    return 0 if left == right else -1 if left < right else 1


PACKAGE = SuppliedPackage(
    name="DBMS_LOB",
    subprograms=(
        procedure("APPEND", (out("DEST_LOB", mode="IN OUT"), _lob("SRC_LOB")), _append),
        function("COMPARE", (_lob("LOB_1"), _lob("LOB_2")), NUMBER, _compare),
        procedure(
            "CREATETEMPORARY",
            (out("LOB_LOC", mode="IN OUT"), boolean("CACHE"), integer("DUR", 10)),
            _createtemporary,
        ),
        procedure("FREETEMPORARY", (out("LOB_LOC", mode="IN OUT"),), _createtemporary),
        function("GETLENGTH", (_lob("LOB_LOC"),), NUMBER, _getlength),
        function("INSTR", (_lob("LOB_LOC"), _lob("PATTERN"), integer("OFFSET", 1), integer("NTH", 1)), NUMBER, _instr),
        function("ISTEMPORARY", (_lob("LOB_LOC"),), NUMBER, _istemporary),
        function("SUBSTR", (_lob("LOB_LOC"), integer("AMOUNT", 32767), integer("OFFSET", 1)), ANY, _substr),
        procedure("WRITEAPPEND", (out("LOB_LOC", mode="IN OUT"), integer("AMOUNT"), _lob("BUFFER")), _writeappend),
    ),
    constants={"CALL": 12, "SESSION": 10, "LOBMAXSIZE": 2**63 - 1},
)
