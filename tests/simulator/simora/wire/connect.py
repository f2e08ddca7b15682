# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first exchange of a connection: what the client asks the listener for, and the listener's answer."""

from __future__ import annotations

import dataclasses
import re
import struct

from .codec import ProtocolError
from .packets import MINIMUM_SDU, Packet, PacketStream, PacketType

_OWN_SDU_LIMIT = 65535
_TDU = 0xFFFF
_FIXED_PART = 66  # body bytes in front of the connect data
_CONNECT_DATA_IN_PACKET = 230  # longer connect data follows in a packet of its own
# Native network services are neither linked nor wanted: drivers then skip their negotiation.
_NO_NATIVE_SERVICES = 0x0C
_NATIVE_SERVICES_REQUIRED = 0x10
_OPTIONS = 0x0001  # no out-of-band breaks: drivers then send in-band markers only
_LISTENER_VERSION = 318767104  # 19.0.0.0.0, as a listener prints it


@dataclasses.dataclass(frozen=True)
class ConnectRequest:
    """service_name and sid: None when absent. sdu: the packet size in bytes that both sides can use."""

    service_name: str | None
    sid: str | None
    sdu: int


def read_connect(stream: PacketStream) -> ConnectRequest:
    packet = stream.read()
    if packet.type != PacketType.CONNECT or len(packet.body) < _FIXED_PART:
        raise ProtocolError(f"packet of type {packet.type} instead of CONNECT")
    sdu = int.from_bytes(packet.body[50:54], "big") or int.from_bytes(packet.body[6:8], "big")
    text = _connect_data(stream, packet)
    return ConnectRequest(
        service_name=_value(text, "SERVICE_NAME"),
        sid=_value(text, "SID"),
        sdu=max(MINIMUM_SDU, min(sdu, _OWN_SDU_LIMIT)),
    )


def _connect_data(stream: PacketStream, packet: Packet) -> str:
    length = int.from_bytes(packet.body[16:18], "big")
    if length > _CONNECT_DATA_IN_PACKET:
        data = stream.read_payload()
    else:
        start = int.from_bytes(packet.body[18:20], "big") - 8
        data = packet.body[start : start + length]
    return data.decode()


def _value(connect_data: str, keyword: str) -> str | None:
    match = re.search(rf"\(\s*{keyword}\s*=\s*([^()]*?)\s*\)", connect_data, re.IGNORECASE)
    return match.group(1) if match and match.group(1) else None


def accept_body(version: int, sdu: int, *, encryption_required: bool = False) -> bytes:
    """The body of ACCEPT; version decides what clients expect of everything that follows.

    encryption_required: the server insists on native network encryption.
    """
    services = _NATIVE_SERVICES_REQUIRED if encryption_required else _NO_NATIVE_SERVICES
    return (
        struct.pack(">HHHHHHH", version, _OPTIONS, min(sdu, 0xFFFF), _TDU, 1, 0, 0)
        + bytes((services, services))
        + bytes(8)
        + struct.pack(">IIBI", sdu, sdu, 0, 0)
        + bytes(16)
    )


def refuse_body(code: int) -> bytes:
    """The body of REFUSE with a listener error such as 12514."""
    return refuse_body_of(
        f"(DESCRIPTION=(TMP=)(VSNNUM={_LISTENER_VERSION})(ERR={code})(ERROR_STACK=(ERROR=(CODE={code})(EMFI=4))))".encode()
    )


def refuse_body_of(text: bytes) -> bytes:
    return bytes((0x22, 0)) + struct.pack(">H", len(text)) + text
