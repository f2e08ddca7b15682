# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compile-time errors: ORA-06550 with a PLS- message at a line and column."""

from __future__ import annotations

from ...errors import OraError
from ..syntax.tree import Position

# The messages of the PLS- errors that are raised here (Database Error Messages, "PLS-00001 to PLS-00999").
_MESSAGES = {
    103: 'Encountered the symbol "%s"',
    109: "unknown exception name '%s' in PRAGMA EXCEPTION_INIT",
    127: "Pragma %s is not a supported pragma",
    201: "identifier '%s' must be declared",
    204: "function or pseudo-column '%s' may be used inside a SQL statement only",
    206: "%%TYPE must be applied to a variable, column, field or attribute, not to '%s'",
    215: "String length constraints must be in range (1 .. 32767)",
    216: "NUMBER precision constraint must be in range (1 .. 38)",
    218: "a variable declared NOT NULL must have an initialization assignment",
    221: "'%s' is not a procedure or is undefined",
    222: "no function with name '%s' exists in this scope",
    225: "subprogram or cursor '%s' reference is out of scope",
    302: "component '%s' must be declared",
    306: "wrong number or types of arguments in call to '%s'",
    310: "with %%ROWTYPE attribute, '%s' must name a table, cursor or cursor-variable",
    313: "'%s' not declared in this scope",
    315: "Implementation restriction: unsupported table index type",
    322: "declaration of a constant '%s' must contain an initialization assignment",
    325: "non-integral numeric literal is inappropriate in this context",
    363: "expression '%s' cannot be used as an assignment target",
    367: "a RAISE statement with no exception name must be inside an exception handler",
    371: "at most one declaration for '%s' is permitted",
    372: "In a procedure, RETURN statement cannot contain an expression",
    375: "illegal GOTO statement; this GOTO cannot branch to label '%s'",
    376: "illegal EXIT/CONTINUE statement; it must appear inside a loop",
    382: "expression is of wrong type",
    403: "expression '%s' cannot be used as an INTO-target of a SELECT/FETCH statement",
    428: "an INTO clause is expected in this SELECT statement",
    456: "item '%s' is not a cursor",
    485: "in exception handler, '%s' must be an exception name",
    497: "cannot mix between single row and multi-row (BULK) in INTO list",
    503: "RETURN <value> statement required for this return from function",
    701: "illegal ORACLE error number for PRAGMA EXCEPTION_INIT",
    706: "in a PRAGMA EXCEPTION_INIT, an exception and its number are required",
}


def compile_error(at: Position, number: int, argument: object = "") -> OraError:
    """ORA-06550 with PLS-<number>; the statement that is ignored for it is named like the error's own place."""
    message = _MESSAGES[number]
    text = f"PLS-{number:05d}: {message % argument if '%s' in message else message}"
    error = OraError(6550, at.line, at.column, text)
    error.stack.append(f"ORA-06550: line {at.line}, column {at.column}:\nPL/SQL: Statement ignored")
    return error


def sql_compile_error(at: Position, cause: OraError) -> OraError:
    """ORA-06550 for static SQL that does not compile, such as PL/SQL: ORA-00942."""
    text = f"PL/SQL: ORA-{cause.code:05d}: {cause.message}"
    error = OraError(6550, at.line, at.column, text)
    error.stack.append(f"ORA-06550: line {at.line}, column {at.column}:\nPL/SQL: SQL Statement ignored")
    return error
