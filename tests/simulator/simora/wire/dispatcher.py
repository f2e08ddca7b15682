# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One connection from its first packet to its last: exchanges calls for replies and answers breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ..engine import Listener
from ..errors import OraError
from .calls import Call, Calls
from .capabilities import Profile
from .codec import ProtocolError, Reader, Writer
from .logon import LoggedOn, Logon
from .packets import BreakReceived, Disconnected, Marker, PacketStream, PacketType, Transport
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
        self._logon = Logon(self._stream, self._reader, listener, verifier_rounds)
        self._profile = profile
        self._break_wanted = False
        self._client_gone = False

    def run(self) -> None:
        try:
            self._serve(self._logon.run(self._profile))
        except (Disconnected, BreakReceived):
            pass
        except (ProtocolError, UnicodeDecodeError) as error:
            _log.warning("connection dropped: %s", error)
        except Exception:
            _log.exception("connection dropped")
        finally:
            self._stream.close()

    def _serve(self, logged_on: LoggedOn) -> None:
        calls = Calls(self._reader, logged_on, self._poll_break)
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
        """One call, one reply; False when it was the last.

        Its three steps are the points at which a fault can strike: before the call is performed, after it was
        performed and before the reply, and within the reply.
        """
        try:
            call = self._read_call(calls)
            reply = call.perform()
        except (Disconnected, BreakReceived, ProtocolError):
            raise
        except Exception as error:
            reply = self._failed(calls, error)
        if self._break_wanted and not calls.ended:
            self._answer_break()
        else:
            self._stream.write_payload(reply)
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

    def _poll_break(self) -> None:
        """Raises OraError 1013 once the client has asked for the running call to stop.

        A client that has vanished does not stop it: a server notices only when it sends the reply.
        """
        if self._break_wanted:
            raise OraError(_CANCELLED)
        if self._client_gone or not self._stream.waiting():
            return
        try:
            packet = self._stream.read()
        except Disconnected:
            self._client_gone = True
            return
        if packet.type == PacketType.MARKER:
            self._break_wanted = True
            raise OraError(_CANCELLED)
        self._stream.give_back(packet)

    def _answer_break(self) -> None:
        """Break and reset: both sides throw away what is under way, then the client reads ORA-01013.

        A break that finds the server idle is answered all the same, for the client waits.
        """
        self._break_wanted = False
        self._reader.discard()
        self._stream.write_marker(Marker.BREAK)
        while self._stream.read().marker != Marker.RESET:
            pass
        self._stream.write_marker(Marker.RESET)
        writer = Writer()
        write_error(writer, OraError(_CANCELLED))
        self._stream.write_payload(bytes(writer))
