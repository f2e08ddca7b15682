# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_UTILITY: the parts that tell about errors and time."""

from __future__ import annotations

from typing import Any

from ..plsql.runtime.exceptions import Raised
from ..supplied import SuppliedPackage
from ..values import NUMBER, VARCHAR2
from .describe import Arguments, function

_HUNDREDTHS_WRAP = 2**31


def _handled(session: Any) -> Raised | None:
    """The exception in whose handler the calling block is."""
    return session.plsql.handled[-1] if session.plsql is not None and session.plsql.handled else None


def _format_error_stack(session: Any, given: Arguments) -> str | None:
    """The exception being handled with its causes, each line ended; NULL outside handlers."""
    raised = _handled(session)
    return None if raised is None else f"{raised.sqlerrm}\n"


def _format_error_backtrace(session: Any, given: Arguments) -> str | None:
    """Where the exception being handled was raised, innermost first."""
    raised = _handled(session)
    if raised is None:
        return None
    lines = [line for line in raised.error.stack if line.startswith("ORA-06512")]
    return "".join(f"{line}\n" for line in lines)


def _format_call_stack(session: Any, given: Arguments) -> str:
    return "----- PL/SQL Call Stack -----\n  object      line  object\n  handle    number  name\n"


def _get_time(session: Any, given: Arguments) -> int:
    """Hundredths of a second on the server's clock."""
    moment = session.systimestamp()
    return int(moment.timestamp() * 100) % _HUNDREDTHS_WRAP


PACKAGE = SuppliedPackage(
    name="DBMS_UTILITY",
    subprograms=(
        function("FORMAT_CALL_STACK", (), VARCHAR2, _format_call_stack),
        function("FORMAT_ERROR_BACKTRACE", (), VARCHAR2, _format_error_backtrace),
        function("FORMAT_ERROR_STACK", (), VARCHAR2, _format_error_stack),
        function("GET_TIME", (), NUMBER, _get_time),
    ),
)
