# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packets, the CONNECT exchange and the negotiation, byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simora.wire.capabilities import PROFILE_12C, PROFILE_19C, data_types_reply, protocol_reply, read_data_types
from simora.wire.codec import ProtocolError, Reader, counted
from simora.wire.connect import accept_body, read_connect, refuse_body
from simora.wire.packets import BreakReceived, Disconnected, Marker, Packet, PacketStream, PacketType


class Wire:
    """A transport with its input given and its output kept; receives in pieces of the given size."""

    def __init__(self, incoming: bytes, piece: int = 7) -> None:
        self.incoming = incoming
        self.sent = b""
        self._piece = piece

    def receive(self, limit: int) -> bytes:
        taken, self.incoming = self.incoming[: self._piece], self.incoming[self._piece :]
        return taken

    def send(self, data: bytes) -> None:
        self.sent += data

    def readable(self) -> bool:
        return bool(self.incoming)

    def close(self) -> None:
        self.incoming = b""


def narrow(packet_type: int, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(2, "big") + bytes((0, 0, packet_type, 0, 0, 0)) + body


def wide(packet_type: int, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + bytes((packet_type, 0, 0, 0)) + body


def data(payload: bytes, flags: int = 0) -> bytes:
    return wide(PacketType.DATA, flags.to_bytes(2, "big") + payload)


def stream_of(incoming: bytes) -> tuple[PacketStream, Wire]:
    wire = Wire(incoming)
    stream = PacketStream(wire)
    stream.wide = True
    return stream, wire


@given(st.binary(max_size=3000), st.integers(20, 200))
def test_a_reply_is_cut_into_packets_of_the_sdu(payload: bytes, sdu: int) -> None:
    stream, wire = stream_of(b"")
    stream.sdu = sdu
    stream.write_payload(payload)
    back, dummy = stream_of(wire.sent)
    received = b""
    while len(received) < len(payload):
        packet = back.read()
        assert 8 + len(packet.body) <= sdu
        received += packet.body[2:]
    assert received == payload
    with pytest.raises(Disconnected):
        back.read()


def test_lengths_are_narrow_until_the_connection_is_accepted() -> None:
    wire = Wire(narrow(PacketType.CONNECT, b"x" * 300) + data(b"payload"), piece=100)
    stream = PacketStream(wire)
    assert stream.read() == Packet(PacketType.CONNECT, b"x" * 300)
    stream.wide = True
    assert stream.read_payload() == b"payload"


def test_a_marker_instead_of_data_is_a_break() -> None:
    stream, dummy = stream_of(wide(PacketType.MARKER, bytes((1, 0, Marker.INTERRUPT))))
    with pytest.raises(BreakReceived):
        stream.read_payload()


def test_the_end_flag_is_the_end() -> None:
    stream, dummy = stream_of(data(b"", flags=0x40))
    with pytest.raises(Disconnected):
        stream.read_payload()


def test_looking_for_a_marker_keeps_what_comes_before_it() -> None:
    stream, dummy = stream_of(data(b"1") + data(b"2") + wide(PacketType.MARKER, bytes((1, 0, Marker.BREAK))))
    assert stream.marker_arrived()
    assert [stream.read_payload(), stream.read_payload()] == [b"1", b"2"]
    assert not stream.marker_arrived()


def test_the_rest_of_a_request_is_known_by_full_packets() -> None:
    full = data(b"x" * 502)
    stream, dummy = stream_of(full + full + data(b"last") + data(b"next request"))
    stream.sdu = 512
    stream.read_payload()
    stream.skip_request()
    assert stream.read_payload() == b"next request"


def connect_body(text: bytes, *, version: int = 319, sdu: int = 8192, apart: bool = False) -> bytes:
    body = bytearray(66)
    body[0:2] = version.to_bytes(2, "big")
    body[16:18] = len(text).to_bytes(2, "big")
    body[18:20] = (74).to_bytes(2, "big")
    body[50:54] = sdu.to_bytes(4, "big")
    return bytes(body) + (b"" if apart else text)


@pytest.mark.parametrize(
    ("text", "service", "sid"),
    [
        ("(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=a.b.c)(CID=(PROGRAM=x))))", "a.b.c", None),
        ("(DESCRIPTION=(CONNECT_DATA=(SID=ORCL)))", None, "ORCL"),
        ("(description=(connect_data=( service_name = pdb1 )))", "pdb1", None),
        ("(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=)))", None, None),
        ("(DESCRIPTION=(CONNECT_DATA=(CID=(SIDE=left))))", None, None),
    ],
)
def test_what_a_client_connects_to(text: str, service: str | None, sid: str | None) -> None:
    request = read_connect(PacketStream(Wire(narrow(PacketType.CONNECT, connect_body(text.encode())))))
    assert (request.service_name, request.sid) == (service, sid)


def test_long_connect_data_come_in_a_packet_of_their_own() -> None:
    text = b"(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=far)(CID=(PROGRAM=" + b"p" * 300 + b"))))"
    packets = narrow(PacketType.CONNECT, connect_body(text, apart=True)) + narrow(PacketType.DATA, b"\0\0" + text)
    assert read_connect(PacketStream(Wire(packets))).service_name == "far"


@pytest.mark.parametrize(("wish", "granted"), [(100, 512), (512, 512), (8192, 8192), (2**21, 65535)])
def test_the_granted_sdu(wish: int, granted: int) -> None:
    packet = narrow(PacketType.CONNECT, connect_body(b"(SID=X)", sdu=wish))
    assert read_connect(PacketStream(Wire(packet))).sdu == granted


@pytest.mark.parametrize(
    "packet", [narrow(PacketType.DATA, bytes(80)), narrow(PacketType.CONNECT, bytes(10)), bytes(9)]
)
def test_anything_but_a_connect_is_refused(packet: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_connect(PacketStream(Wire(packet)))


def test_accept() -> None:
    body = accept_body(318, 8192)
    assert int.from_bytes(body[0:2], "big") == 318
    assert int.from_bytes(body[2:4], "big") & 0x0400 == 0  # no out-of-band breaks
    assert body[14:16] == b"\x0c\x0c"
    assert int.from_bytes(body[24:28], "big") == 8192
    assert body[33:37] == bytes(4)


def test_refuse_names_its_code() -> None:
    body = refuse_body(12514)
    assert int.from_bytes(body[2:4], "big") == len(body) - 4
    assert b"(ERR=12514)" in body


def data_types_message(*, field_version: int, zone: bool, scale_type: int) -> bytes:
    compile_capabilities = bytearray(53)
    compile_capabilities[7] = field_version
    runtime_capabilities = bytes((2, 1 if zone else 0, 0, 0, 0, 0, 4))
    entries = [(1, 1, 1), (27, 27, scale_type), (2, 2, 10)]
    return (
        b"\x69\x03\x69\x03\x03"
        + counted(bytes(compile_capabilities))
        + counted(runtime_capabilities)
        + (bytes(11) if zone else b"")
        + b"".join(number.to_bytes(2, "big") for entry in entries for number in (*entry, 0))
        + bytes(2)
    )


@pytest.mark.parametrize("zone", [True, False])
@pytest.mark.parametrize(("scale_type", "universal"), [(1, True), (10, False)])
@pytest.mark.parametrize("packet_size", [10, 50, 5000])
def test_what_the_data_types_message_tells(zone: bool, scale_type: int, universal: bool, packet_size: int) -> None:
    message = data_types_message(field_version=24, zone=zone, scale_type=scale_type)
    for dummy in range(2):
        packets = iter(message[start : start + packet_size] for start in range(0, len(message), packet_size))
        reader = Reader(next(packets), lambda packets=packets: next(packets))
        client = read_data_types(reader, PROFILE_19C)
        assert reader.at_end() and next(packets, None) is None
        assert (client.field_version, client.zone, client.universal_scale) == (13, zone, universal)
        assert len(data_types_reply(client)) == (14 if zone else 3)


def test_the_lower_field_version_is_in_force() -> None:
    message = data_types_message(field_version=7, zone=False, scale_type=10)
    assert read_data_types(Reader(message), PROFILE_12C).field_version == 7


def test_the_banner_fits_into_what_node_reads() -> None:
    banner = protocol_reply(PROFILE_19C)[3:].split(b"\0")[0]
    assert 0 < len(banner) < 48
