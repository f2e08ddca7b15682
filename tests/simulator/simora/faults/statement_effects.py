# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a fault does to the statement or logon that it strikes."""

from __future__ import annotations

import os
import signal as signals
from collections.abc import Callable
from typing import Any

from .. import runtime
from ..engine import ConnectionLost, Outcome
from ..errors import OraError
from .strike import POLL_INTERVAL, Strike

# A zombie whose time has come is given so many seconds of real time to end before the clock moves on.
_PATIENCE = 10.0
_LOST_CONTACT = 3113


def raise_error(strike: Strike, options: Any) -> None:
    raise _error(options)


def _error(options: Any) -> OraError:
    """From a code, a stack of codes (the outermost first), or {code, message, arguments}."""
    if isinstance(options, list):
        error = _error(options[0])
        error.stack = [_error(item).text() for item in options[1:]]
        return error
    if isinstance(options, int):
        return OraError(options)
    return OraError(options["code"], *options.get("arguments", ()), message=options.get("message"))


def warn(strike: Strike, options: Any) -> None:
    error = _error(options)
    if strike.outcome is not None:
        strike.outcome.warning = (error.code, error.text())
    elif strike.line is not None:
        strike.line.warning = error


def skip(strike: Strike, options: Any) -> None:
    strike.replacement = Outcome()


def crash(strike: Strike, options: Any) -> None:
    if strike.line is not None:
        strike.line.reset()
    if strike.session is not None:
        strike.session.end(_LOST_CONTACT)
    raise ConnectionLost


def signal(strike: Strike, options: Any) -> None:
    """Raises ValueError when no process is known."""
    number = signals.Signals[f"SIG{options.get('name', 'KILL').removeprefix('SIG')}"]
    process = options.get("pid")
    if process is None and strike.session is not None:
        process = strike.session.client.process.split(":")[0]
    if not str(process or "").isdigit() or int(process) <= 1:
        raise ValueError(f"no process {process!r} to send a signal to")
    os.kill(int(process), number)


def zombie(strike: Strike, options: Any) -> None:
    line, how = strike.line, options.get("connection", "reset")
    if line is not None and how != "keep":
        line.reset() if how == "reset" else line.close()
    if strike.session is not None:
        strike.session.sqlite.execute("UPDATE x_session SET STATUS = 'ACTIVE' WHERE SID = ?", (strike.session.sid,))
    if options.get("forever"):
        strike.faults.wait(strike, lambda: False)
    elif "real_seconds" in options:
        until = runtime.monotonic() + float(options["real_seconds"])
        strike.faults.wait(strike, lambda: runtime.monotonic() >= until)
    else:
        _linger(strike, float(options["seconds"]), ends_session=how != "keep")


def _linger(strike: Strike, seconds: float, *, ends_session: bool) -> None:
    """Waits for the server's clock. Whoever moves it past the moment waits until the zombie has ended, so that what it
    still does happens at that very moment."""
    database, session = strike.database, strike.session
    assert database is not None and session is not None
    clock, over = database.clock, False

    def come_round() -> None:
        nonlocal over
        over = True
        database.lock.notify_all()
        mover, limit = database.current, runtime.monotonic() + _PATIENCE
        while ends_session and session.sid in database.sessions and runtime.monotonic() < limit:
            database.lock.wait(POLL_INTERVAL)
        database.current = mover

    event = clock.schedule(seconds, come_round)

    def finished() -> bool:
        if clock.is_wall:
            clock.tick()
        return over

    try:
        strike.faults.wait(strike, finished)
    finally:
        event.cancel()


# These make no sense before there is a statement.
EXECUTION_ONLY = frozenset({"skip", "zombie"})

EFFECTS: dict[str, Callable[[Strike, Any], None]] = {
    "raise": raise_error,
    "warn": warn,
    "skip": skip,
    "crash": crash,
    "signal": signal,
    "zombie": zombie,
}
