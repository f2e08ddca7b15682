# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_SQL: implicit results and the package's collection types. Its cursors by number are not simulated."""

from __future__ import annotations

from typing import Any

from ..errors import OraError
from ..plsql.runtime.cursors import OpenCursor
from ..plsql.runtime.datatypes import DATE, NUMBER, PLS_INTEGER, REF_CURSOR, CollectionType, DataType, ScalarType
from ..supplied import SuppliedPackage
from .describe import Arguments, boolean, out, procedure


def _return_result(session: Any, given: Arguments) -> None:
    """Hands the rows that are left to the client and closes the cursor. Raises OraError 1001."""
    cursor = given["RC"]
    if not isinstance(cursor, OpenCursor):
        raise OraError(1001)
    session.plsql.implicit_results.append(cursor.result_set())
    cursor.close()


def _table_of(name: str, element: DataType) -> CollectionType:
    return CollectionType(name, element, PLS_INTEGER)


PACKAGE = SuppliedPackage(
    name="DBMS_SQL",
    subprograms=(
        procedure("RETURN_RESULT", (out("RC", REF_CURSOR, "IN OUT"), boolean("TO_CLIENT", True)), _return_result),
    ),
    types={
        "DATE_TABLE": _table_of("DATE_TABLE", DATE),
        "NUMBER_TABLE": _table_of("NUMBER_TABLE", NUMBER),
        "VARCHAR2A": _table_of("VARCHAR2A", ScalarType("VARCHAR2", 32767)),
        "VARCHAR2S": _table_of("VARCHAR2S", ScalarType("VARCHAR2", 256)),
        "VARCHAR2_TABLE": _table_of("VARCHAR2_TABLE", ScalarType("VARCHAR2", 4000)),
    },
    constants={"NATIVE": 1, "V6": 0, "V7": 2},
)
