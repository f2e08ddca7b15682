# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a fault does to a connection."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from .. import runtime
from ..engine import BreakRule, ConnectAgain, ConnectionLost, Line
from ..wire.connect import refuse_body, refuse_body_of
from ..wire.packets import HEADER_SIZE, PacketType
from .plan import Moment
from .strike import Strike

_INBAND_NOTIFICATION = 8
_NO_KNOWN_PACKET = 99
_GARBAGE = bytes((0xFE, 0xED, 0xFA, 0xCE)) * 8
_HTTP = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nBad Request"

# Refusals that break the rules: no ERR=, one that is no number, bytes that are no text.
_REFUSALS = {
    "without_code": b"(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERROR_STACK=(ERROR=(EMFI=4))))",
    "not_numeric": b"(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=twelve)(ERROR_STACK=(ERROR=(CODE=twelve)(EMFI=4))))",
    "not_utf8": b"(DESCRIPTION=(TMP=\xff\xfe)(ERR=12514)(ERROR_STACK=\xc3\x28))",
}


def _line(strike: Strike) -> Line:
    """Raises ConnectionLost for a session that has no connection."""
    if strike.line is None:
        raise ConnectionLost
    return strike.line


def reset(strike: Strike, options: Any) -> None:
    _end(strike, "reset")


def close(strike: Strike, options: Any) -> None:
    _end(strike, "close")


def _end(strike: Strike, how: str) -> None:
    line = _line(strike)
    line.reset() if how == "reset" else line.close()
    if strike.ends_call:
        raise ConnectionLost


def stall(strike: Strike, options: Any) -> None:
    line, limit = strike.line, _deadline(options)

    def finished() -> bool:
        return (line is not None and line.is_over) or (limit is not None and runtime.monotonic() >= limit)

    strike.faults.wait(strike, finished)


def _deadline(options: Any) -> float | None:
    return runtime.monotonic() + float(options["seconds"]) if options and "seconds" in options else None


def refuse(strike: Strike, options: Any) -> None:
    body = refuse_body(options) if isinstance(options, int) else refuse_body_of(_refusal(options))
    _line(strike).send(PacketType.REFUSE, body)
    _end(strike, "close")


def _refusal(options: Any) -> bytes:
    return _REFUSALS[options["form"]] if "form" in options else str(options["text"]).encode()


def redirect(strike: Strike, options: Any) -> None:
    """To an address and the connect data to be sent there, divided by NUL."""
    line = _line(strike)
    host, port = options.get("host", line.address[0]), options.get("port", line.address[1])
    service = options.get("service", strike.event.service)
    address = f"(ADDRESS=(PROTOCOL=tcp)(HOST={host})(PORT={port}))"
    target = f"(DESCRIPTION={address}(CONNECT_DATA=(SERVICE_NAME={service})))"
    divider = "" if options.get("form") == "without_nul" else "\0"
    data = f"{address}{divider}{target}".encode()
    line.send(PacketType.REDIRECT, struct.pack(">H", len(data)))
    line.send_data(data)
    _end(strike, "close")


def reroute(strike: Strike, options: Any) -> None:
    _line(strike).service = options if isinstance(options, str) else options["service"]


def resend(strike: Strike, options: Any) -> None:
    _line(strike).send(PacketType.RESEND, b"")
    raise ConnectAgain


def accept(strike: Strike, options: Any) -> None:
    line = _line(strike)
    line.accept_version = options.get("version")
    line.encryption_required = bool(options.get("encryption_required"))


def malform(strike: Strike, options: Any) -> None:
    """In place of the next reply, or at once where there is none to wait for."""
    line, kind = _line(strike), options if isinstance(options, str) else options["kind"]

    def send(payload: bytes) -> bool:
        if kind == "garbage":
            line.send_data(_GARBAGE if isinstance(options, str) else bytes.fromhex(options["data"]))
            if payload:
                return False  # the session goes on, and answers when the client asks it to begin anew
        elif kind == "http":
            line.send_raw(_HTTP)
            line.close()
        elif kind == "packet_type":
            line.send(_NO_KNOWN_PACKET, b"")
        else:
            # Both forms of the length field, so that it is read as 65535 before and after the ACCEPT.
            width = 2 if strike.event.moment in (Moment.ACCEPT, Moment.CONNECT) else 4
            header = (0xFFFF).to_bytes(width, "big").ljust(4, b"\0") + bytes((PacketType.DATA, 0, 0, 0))
            assert len(header) == HEADER_SIZE
            line.send_raw(header + b"short")
        _stay_silent(strike, line)
        raise ConnectionLost

    _in_place_of_reply(strike, line, send)


def drip(strike: Strike, options: Any) -> None:
    line, seconds = _line(strike), float(options["seconds"])
    if "rows" not in options:
        line.pace(options.get("bytes", 1), seconds)
        return
    every = options["rows"]

    def send(payload: bytes) -> bool:
        start = 0
        for end in [*line.rows()[every - 1 :: every], len(payload)]:
            if start:
                runtime.sleep(seconds)
            if end > start:
                line.send_payload(payload[start:end])
            start = end
        return True

    line.shape_replies(send)


def cut(strike: Strike, options: Any) -> None:
    line, then = _line(strike), options.get("then", "close")
    rows_left = options.get("rows")

    def send(payload: bytes) -> bool:
        nonlocal rows_left
        size = options.get("bytes", len(payload) // 2)
        if rows_left is not None:
            rows = line.rows()
            if len(rows) < rows_left:
                rows_left -= len(rows)
                line.send_payload(payload)
                return True
            size = rows[rows_left - 1]
        line.send_payload(payload[:size])
        if then == "stall":
            _stay_silent(strike, line)
        elif then == "reset":
            line.reset()
        else:
            line.close()
        raise ConnectionLost

    _in_place_of_reply(strike, line, send)


def control(strike: Strike, options: Any) -> None:
    line = _line(strike)
    code, ahead = (options, False) if isinstance(options, int) else (options["code"], options.get("ahead", False))
    body = struct.pack(">HII", _INBAND_NOTIFICATION, 0, code)

    def send(payload: bytes) -> bool:
        line.send_payload(payload)
        line.send(PacketType.CONTROL, body)
        return False

    if ahead:
        line.send(PacketType.CONTROL, body)
    else:
        _in_place_of_reply(strike, line, send)


def break_behaviour(strike: Strike, options: Any) -> None:
    late = options.get("late") if isinstance(options, dict) else None
    _line(strike).break_rule = BreakRule(options) if late is None else BreakRule("late", float(late))


def _in_place_of_reply(strike: Strike, line: Line, send: Callable[[bytes], bool]) -> None:
    if strike.event.moment in (Moment.ACCEPT, Moment.CONNECT, Moment.REPLIED):
        send(b"")
    else:
        line.shape_replies(send)


def _stay_silent(strike: Strike, line: Line) -> None:
    """Until the client leaves; breaks are heard but not answered."""
    line.break_rule = BreakRule("ignored")
    strike.faults.wait(strike, lambda: line.is_over)


EFFECTS: dict[str, Callable[[Strike, Any], None]] = {
    "reset": reset,
    "close": close,
    "stall": stall,
    "refuse": refuse,
    "redirect": redirect,
    "reroute": reroute,
    "resend": resend,
    "accept": accept,
    "malform": malform,
    "drip": drip,
    "cut": cut,
    "control": control,
    "break": break_behaviour,
}
