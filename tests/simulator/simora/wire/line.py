# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One client's connection as its dispatcher and the faults that strike it handle it: breaks, replies, its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .. import runtime
from ..engine import BreakRule
from ..errors import OraError
from .packets import DATA_FLAGS_SIZE, Disconnected, PacketStream, PacketType

_CANCELLED = 1013


class Line:
    """ends_cleanly: the server has said its last word and waits for the client to close. (engine.Line)"""

    def __init__(self, stream: PacketStream) -> None:
        self._stream = stream
        self._is_cut = False
        self._client_left = False
        self._late_break: float | None = None
        self._shape: Callable[[bytes], bool] | None = None
        self._replied: list[Callable[[], None]] = []
        self.ends_cleanly = False
        self.break_rule: BreakRule = BreakRule()
        self.break_wanted = False
        self.break_behind_reply = False
        # Where the rows of the reply that is being put together end.
        self.row_ends: list[int] = []
        self.warning: OraError | None = None
        self.accept_version: int | None = None
        self.service: str | None = None
        self.encryption_required = False

    # What the dispatcher calls.

    def poll_break(self) -> None:
        """Raises OraError 1013 once the client has asked for the running call to stop.

        A client that has vanished does not stop it: a server notices only when it sends the reply.
        """
        if self._late_break is not None and runtime.monotonic() >= self._late_break:
            self.break_wanted = True
        if self.break_wanted:
            raise OraError(_CANCELLED)
        if not self._break_arrived():
            return
        match self.break_rule.behaviour:
            case "late":
                self._late_break = runtime.monotonic() + self.break_rule.seconds
            case "success":
                self.break_behind_reply = True
            case "ignored":
                pass
            case _:
                self.break_wanted = True
                raise OraError(_CANCELLED)

    def reply(self, payload: bytes) -> None:
        """Raises Disconnected when nobody is there to hear it."""
        if self._is_cut:
            raise Disconnected
        if self._shape is None:
            self._stream.write_payload(payload)
        elif not self._shape(payload):
            self._shape = None

    def end_call(self) -> None:
        """The exchange is over: what was meant for this one call is forgotten."""
        self.row_ends.clear()
        self.break_rule = BreakRule()
        self.break_behind_reply = False
        self._late_break = None
        waiting, self._replied = self._replied, []
        for action in waiting:
            action()

    # What faults call.

    @property
    def address(self) -> tuple[str, int]:
        return self._stream.address

    @property
    def is_over(self) -> bool:
        """Whether no client waits for the reply: the line is cut, it left, or its break is going to be answered."""
        if not self._is_cut and not self.break_behind_reply:
            self.poll_break()
        return self._is_cut or self._client_left or self.break_behind_reply

    def reset(self) -> None:
        """TCP RST."""
        self._is_cut = True
        self._stream.reset()

    def close(self) -> None:
        """TCP FIN, behind what was sent."""
        self._is_cut = self.ends_cleanly = True
        self._stream.finish()

    def send(self, packet_type: int, body: bytes) -> None:
        self._stream.write(packet_type, body)

    def send_data(self, payload: bytes) -> None:
        """Call protocol bytes in packets of their own; they belong to no reply that is counted."""
        if payload:
            self._stream.write(PacketType.DATA, bytes(DATA_FLAGS_SIZE) + payload)

    def send_payload(self, payload: bytes) -> None:
        """A reply, or the first part of one."""
        self._stream.write_payload(payload)

    def send_raw(self, data: bytes) -> None:
        """Bytes that are not even a packet."""
        self._stream.write_raw(data)

    def pace(self, size: int, seconds: float) -> None:
        """From now on bytes go out in portions of that size, each after a pause."""
        self._stream.pace = (size, seconds)

    def shape_replies(self, shape: Callable[[bytes], bool]) -> None:
        """shape sends replies in place of this object until it returns False."""
        self._shape = shape

    def when_replied(self, action: Callable[[], None]) -> None:
        """Once, after the reply to the running call."""
        self._replied.append(action)

    def rows(self) -> Sequence[int]:
        """Where each row of the reply ends in it."""
        return tuple(self.row_ends)

    def _break_arrived(self) -> bool:
        if self._is_cut or self._client_left:
            return False
        try:
            return self._stream.marker_arrived()
        except Disconnected:
            self._client_left = True
            return False
