# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exceptions on their way through a block, and the predefined ones."""

from __future__ import annotations

from typing import Any

from ...errors import OraError

# Package STANDARD's exceptions: name to error number.
PREDEFINED: dict[str, int] = {
    "ACCESS_INTO_NULL": 6530,
    "CASE_NOT_FOUND": 6592,
    "COLLECTION_IS_NULL": 6531,
    "CURSOR_ALREADY_OPEN": 6511,
    "DUP_VAL_ON_INDEX": 1,
    "INVALID_CURSOR": 1001,
    "INVALID_NUMBER": 1722,
    "LOGIN_DENIED": 1017,
    "NO_DATA_FOUND": 1403,
    "NOT_LOGGED_ON": 1012,
    "PROGRAM_ERROR": 6501,
    "ROWTYPE_MISMATCH": 6504,
    "SELF_IS_NULL": 30625,
    "STORAGE_ERROR": 6500,
    "SUBSCRIPT_BEYOND_COUNT": 6533,
    "SUBSCRIPT_OUTSIDE_LIMIT": 6532,
    "SYS_INVALID_ROWID": 1410,
    "TIMEOUT_ON_RESOURCE": 51,
    "TOO_MANY_ROWS": 1422,
    "USERENV_COMMITSCN_ERROR": 1725,
    "VALUE_ERROR": 6502,
    "ZERO_DIVIDE": 1476,
}

_USER_DEFINED = 6510
_LONGEST_STACK = 100


class ExceptionIdentity:
    """A declared exception. code: positive error number given by PRAGMA EXCEPTION_INIT or predefined, else None."""

    __slots__ = ("code", "name")

    def __init__(self, name: str, code: int | None = None) -> None:
        self.name = name
        self.code = code

    def matches(self, raised: Raised) -> bool:
        if raised.identity is self:
            return True
        return self.code == raised.error.code and raised.is_numbered


class Raised(Exception):
    """An exception inside PL/SQL.

    identity: the declared exception that RAISE named, or None for an error of the database.
    frame: the innermost activation whose line is already in the stack.
    """

    def __init__(self, error: OraError, identity: ExceptionIdentity | None = None) -> None:
        super().__init__(error.code)
        self.error = error
        self.identity = identity
        self.frame: Any = None
        self._hides_cause = False

    @property
    def is_numbered(self) -> bool:
        """Whether it has an error number of its own, so that other names for the number catch it as well."""
        return self.identity is None or self.identity.code is not None

    @property
    def sqlcode(self) -> int:
        if not self.is_numbered:
            return 1
        return 100 if self.error.code == 1403 else -self.error.code

    @property
    def sqlerrm(self) -> str:
        """The message and those of its causes, without ORA-06512 lines."""
        if not self.is_numbered:
            return "User-Defined Exception"
        causes = [line for line in self.error.stack if not line.startswith("ORA-06512")]
        return "\n".join([f"ORA-{self.error.code:05d}: {self.error.message}", *causes])

    def add_line(self, frame: Any, line: int) -> None:
        """Notes where in an activation it passed, once per activation; endless recursion fills no memory with it."""
        if self.frame is not frame:
            if len(self.error.stack) < _LONGEST_STACK:
                self.error.stack.append(f"ORA-06512: at line {line}")
            self.frame = frame

    def again(self, frame: Any, line: int) -> Raised:
        """The same exception raised anew by RAISE in its handler."""
        error = copy_of(self.error)
        error.stack.insert(0, f"ORA-06512: at line {line}")
        raised = Raised(error, self.identity)
        raised.frame = frame
        raised._hides_cause = True
        return raised

    def hide_cause(self) -> None:
        """Keeps the exception being handled out of the stack (RAISE_APPLICATION_ERROR without keep_errors)."""
        self._hides_cause = True

    def add_cause(self, handled: Raised) -> None:
        """Puts the exception in whose handler this one was raised below it in the stack."""
        if not self._hides_cause:
            self.error.stack += [f"ORA-{handled.error.code:05d}: {handled.error.message}", *handled.error.stack]
            self._hides_cause = True


def copy_of(error: OraError) -> OraError:
    copy = OraError(error.code, *error.arguments, message=error.message, offset=error.offset)
    copy.stack = list(error.stack)
    return copy


def of_identity(identity: ExceptionIdentity) -> Raised:
    """What RAISE name raises."""
    if identity.code is None:
        return Raised(OraError(_USER_DEFINED), identity)
    return Raised(OraError(identity.code), identity)


def message_of_code(code: int) -> str:
    """SQLERRM(code). Any code of the form of SQLCODE; Oracle takes a positive number other than 100 as not an error."""
    if code == 0:
        return "ORA-0000: normal, successful completion"
    if code == 1:
        return "User-Defined Exception"
    if code == 100:
        code = -1403
    if code > 0:
        return f"-{code}: non-ORACLE exception"
    return f"ORA-{-code:05d}: {OraError(-code).message}"
