# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Primitive encodings: what is written is read back, and the bytes are those of the protocol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simora.wire.codec import CHUNK_SIZE, ProtocolError, Reader, Writer, counted, universal


@given(st.integers(0, 2**64 - 1))
def test_universal_unsigned_round_trip(number: int) -> None:
    assert Reader(universal(number)).ub() == number


@given(st.integers(-(2**63), 2**63 - 1))
def test_universal_signed_round_trip(number: int) -> None:
    writer = Writer()
    writer.sb(number)
    assert Reader(bytes(writer)).sb() == number


@pytest.mark.parametrize(
    ("number", "encoded"),
    [(0, "00"), (1, "0101"), (255, "01ff"), (256, "020100"), (65536, "0400010000"), (2**32, "080000000100000000")],
)
def test_universal_uses_the_lengths_that_drivers_accept(number: int, encoded: str) -> None:
    assert universal(number).hex() == encoded


def test_a_universal_integer_of_more_than_eight_bytes_is_refused() -> None:
    with pytest.raises(ProtocolError):
        Reader(bytes((9,)) + bytes(9)).ub()


@given(st.one_of(st.binary(max_size=600), st.integers(CHUNK_SIZE - 2, 3 * CHUNK_SIZE).map(bytes)))
def test_counted_round_trip(piece: bytes) -> None:
    assert Reader(counted(piece)).clr() == piece


def test_252_bytes_are_the_most_that_go_without_chunks() -> None:
    assert counted(bytes(252))[0] == 252
    assert counted(bytes(253))[:3].hex() == "fe01fd"


@given(st.binary(max_size=300))
def test_two_lengths_round_trip(piece: bytes) -> None:
    writer = Writer()
    writer.dlc(piece)
    assert Reader(bytes(writer)).dlc() == piece


def test_both_forms_of_null_are_empty() -> None:
    assert Reader(b"\x00").clr() == b""
    assert Reader(b"\xff").clr() == b""


@given(st.binary(min_size=1, max_size=500), st.integers(1, 7))
def test_a_reader_pulls_packets_as_fields_need_them(piece: bytes, packet_size: int) -> None:
    stream = counted(piece) + universal(77)
    packets = iter([stream[start : start + packet_size] for start in range(0, len(stream), packet_size)])
    reader = Reader(more=lambda: next(packets))
    assert reader.clr() == piece
    assert reader.ub() == 77
    assert reader.at_end()


def test_without_further_packets_running_out_is_an_error() -> None:
    with pytest.raises(ProtocolError):
        Reader(b"\x05abc").clr()
