# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One connection from its first packet to its last: exchanges calls for replies and answers breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ..engine import ConnectionLost, Listener
from ..errors import OraError
from ..faults.plan import Moment
from .calls import Call, Calls
from .capabilities import Profile
from .codec import ProtocolError, Reader, Writer
from .line import Line
from .logon import LoggedOn, Logon
from .packets import BreakReceived, Marker, PacketStream, Transport
from .replies import write_error

_log = logging.getLogger(__name__)

_CANCELLED = 1013
_INTERNAL_ERROR = 600
# After one of these the session is gone, and the server closes the connection behind the error.
_FATAL = frozenset({28, 600, 603, 1012, 1089, 1092, 2396, 3113, 3114, 3135})


class Connection:
    """Serves one client until it leaves.

    profile: None for the one that suits the database's release. verifier_rounds: PBKDF2 rounds of 12c verifiers.
    count_round_trip is called before each reply is sent.
    """

    def __init__(
        self,
        transport: Transport,
        listener: Listener,
        *,
        profile: Profile | None = None,
        verifier_rounds: int = 1,
        count_round_trip: Callable[[], None] | None = None,
    ) -> None:
        self._stream = PacketStream(transport, count_round_trip)
        self._reader = Reader(more=self._stream.read_payload)
        self._listener = listener
        self._line = Line(self._stream)
        self._logon = Logon(self._stream, self._reader, self._line, listener, verifier_rounds)
        self._profile = profile

    def run(self) -> None:
        try:
            self._listener.faults.at_connection(Moment.ACCEPT, self._line)
            self._serve(self._logon.run(self._profile))
        except (ConnectionLost, BreakReceived):
            pass
        except (ProtocolError, UnicodeDecodeError) as error:
            _log.warning("connection dropped: %s", error)
        except Exception:
            _log.exception("connection dropped")
        finally:
            if self._line.ends_cleanly:
                self._stream.await_end()
            self._stream.close()

    def _serve(self, logged_on: LoggedOn) -> None:
        calls = Calls(self._reader, logged_on, self._line)
        try:
            going_on = True
            while going_on:
                try:
                    going_on = self._exchange(calls)
                except BreakReceived:
                    self._answer_break()
            if calls.logged_off:
                self._stream.await_end()
        finally:
            calls.end_session()

    def _exchange(self, calls: Calls) -> bool:
        """One call, one reply; False when it was the last."""
        try:
            call = self._read_call(calls)
            reply = call.perform()
        except (ConnectionLost, BreakReceived, ProtocolError):
            raise
        except Exception as error:
            reply = self._failed(calls, error)
        if self._line.break_wanted and not calls.ended:
            self._answer_break()
        else:
            self._line.reply(reply)
            if self._line.break_behind_reply:
                self._answer_break()
        self._line.end_call()
        return not calls.ended

    def _failed(self, calls: Calls, error: Exception) -> bytes:
        """The reply to a call that failed. The session has ended already when the client reads a fatal error."""
        if not isinstance(error, OraError):
            _log.error("internal error", exc_info=error)
            error = OraError(_INTERNAL_ERROR)
        reply = calls.error_reply(error)
        if error.code in _FATAL:
            calls.end_session()
        return reply

    def _read_call(self, calls: Calls) -> Call:
        try:
            return calls.read()
        except OraError:  # in the middle of the request, whose rest cannot be taken apart
            self._reader.discard()
            self._stream.skip_request()
            raise

    def _answer_break(self) -> None:
        """Break and reset: both sides throw away what is under way, then the client reads ORA-01013.

        A break that finds the server idle is answered all the same, for the client waits.
        """
        self._line.break_wanted = False
        self._reader.discard()
        self._stream.write_marker(Marker.BREAK)
        while self._stream.read().marker != Marker.RESET:
            pass
        self._stream.write_marker(Marker.RESET)
        writer = Writer()
        write_error(writer, OraError(_CANCELLED))
        self._stream.write_payload(bytes(writer))
