# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What server and client tell each other about themselves before the client logs on."""

from __future__ import annotations

import dataclasses

from .codec import UTF8_CHARSET, UTF16_CHARSET, ProtocolError, Reader, Writer

MESSAGE_PROTOCOL = 1
MESSAGE_DATA_TYPES = 2

_COMPILE_FIELD_VERSION = 7
_COMPILE_CAPABILITIES_SIZE = 55
_RUNTIME_ZONE = 1
_ZONE_SIZE = 11
# The database time zone as an INTERVAL DAY TO SECOND of nothing: +00:00.
_DATABASE_ZONE = bytes.fromhex("800000003c3c3c80000000")
_TYPE_SB1 = 27
_UNIVERSAL_REPRESENTATION = 1
_BANNER = b"Linux x86-64/Linux 2.4.xx"  # at most 47 bytes, a limit of node-oracledb

# Strings up to this many bytes are ordinary values to a driver that was told of 32 K VARCHAR2.
MAXIMUM_STRING_SIZE = 32767


@dataclasses.dataclass(frozen=True)
class Profile:
    """A server release as the protocol shows it.

    accept_version: of the ACCEPT packet. field_version: TTC field version, which gates fields of later releases.
    """

    name: str
    accept_version: int
    field_version: int


PROFILE_12C = Profile("12c", 315, 8)
PROFILE_19C = Profile("19c", 318, 13)


def profile_for(version: tuple[int, ...]) -> Profile:
    """Later releases than 19c are played with the 19c protocol, which every driver speaks with them too."""
    return PROFILE_12C if version[0] < 18 else PROFILE_19C


@dataclasses.dataclass(frozen=True)
class ClientCapabilities:
    """field_version: the one in force, the lower of both sides'.

    universal_scale: drivers of the first releases read the scale of a described column as a universal integer, later
    ones as one byte; the representation they ask for type SB1 tells.
    zone: the client sent its time zone and wants the database's.
    """

    field_version: int
    universal_scale: bool
    zone: bool


def _compile_capabilities(profile: Profile) -> bytes:
    capabilities = bytearray(_COMPILE_CAPABILITIES_SIZE)
    settings = {
        0: 6, 4: 0xEA, 7: profile.field_version, 8: 1, 9: 1, 15: 0x29, 16: 0x90, 17: 3, 18: 7, 19: 3, 21: 1, 23: 0xCF,
        26: 4, 27: 1, 34: 12, 37: 0xB0, 42: 5,
    }  # fmt: skip
    for index, value in settings.items():
        capabilities[index] = value
    return bytes(capabilities)


# Index 1 offers the time zone exchange, 6 VARCHAR2 of 32 K.
_RUNTIME_CAPABILITIES = bytes((2, 1, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0))


def read_protocol(reader: Reader) -> None:
    """The rest of a protocol message: the versions the client can speak, and the name of its driver."""
    reader.null_terminated()
    reader.null_terminated()


def protocol_reply(profile: Profile) -> bytes:
    writer = Writer()
    writer.u8(MESSAGE_PROTOCOL, 6, 0)
    writer += _BANNER + b"\0"
    writer.u16_little(UTF8_CHARSET)
    writer.u8(1)
    writer.u16_little(0)
    national = bytes(9) + UTF16_CHARSET.to_bytes(2, "big")
    writer.u16(len(national))
    writer += national
    writer.clr(_compile_capabilities(profile))
    writer.clr(_RUNTIME_CAPABILITIES)
    return bytes(writer)


_parsed_before: dict[tuple[bytes, Profile], ClientCapabilities] = {}
_REMEMBERED = 32


def read_data_types(reader: Reader, profile: Profile) -> ClientCapabilities:
    """The rest of a data types message.

    Every connection of a driver sends the same 2.6 KB; taking them apart would be a third of the server's work for a
    short connection, so the outcome is remembered by the bytes.
    """
    message = reader.buffered()
    known = _parsed_before.get((message, profile))
    if known is not None:
        reader.discard()
        return known
    try:
        capabilities = _parse_data_types(Reader(message), profile)
    except ProtocolError:  # it goes on in further packets
        return _parse_data_types(reader, profile)
    reader.discard()
    if len(_parsed_before) < _REMEMBERED:
        _parsed_before[message, profile] = capabilities
    return capabilities


def _parse_data_types(reader: Reader, profile: Profile) -> ClientCapabilities:
    reader.skip(5)
    compile_capabilities = reader.clr()
    runtime_capabilities = reader.clr()
    zone = bool(runtime_capabilities[_RUNTIME_ZONE] & 1)
    if zone:
        reader.skip(_ZONE_SIZE)
    universal_scale = False
    while data_type := reader.u16():
        if reader.u16() == 0:  # no conversion: the entry ends here
            continue
        representation = reader.u16()
        reader.skip(2)
        if data_type == _TYPE_SB1:
            universal_scale = representation == _UNIVERSAL_REPRESENTATION
    field_version = min(profile.field_version, compile_capabilities[_COMPILE_FIELD_VERSION])
    return ClientCapabilities(field_version, universal_scale, zone)


def data_types_reply(client: ClientCapabilities) -> bytes:
    """An empty list: every client takes it for its own."""
    zone = _DATABASE_ZONE if client.zone else b""
    return bytes((MESSAGE_DATA_TYPES,)) + zone + bytes(2)
