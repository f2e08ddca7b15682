# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scalar values in their byte forms."""

from __future__ import annotations

import datetime
import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simora.errors import OraError
from simora.wire import scalars

DECIMALS = st.builds(
    lambda coefficient, exponent: Decimal(coefficient).scaleb(exponent),
    st.integers(-(10**37), 10**37),
    st.integers(-80, 80),
)


@given(st.one_of(st.integers(-(10**39), 10**39), DECIMALS))
def test_number_round_trip(number: int | Decimal) -> None:
    decoded = scalars.decode_number(scalars.encode_number(number))
    assert decoded == number
    assert isinstance(decoded, int) == (number == int(number))


@pytest.mark.parametrize(
    ("number", "encoded"),
    [
        (0, "80"),
        (1, "c102"),
        (123, "c20218"),
        (-123, "3d644e66"),
        (100, "c202"),
        (Decimal("0.5"), "c033"),
        (Decimal("-0.01"), "3f6466"),
        (Decimal("1E-3"), "bf0b"),
        (10**38, "d402"),
    ],
)
def test_number_bytes(number: int | Decimal, encoded: str) -> None:
    assert scalars.encode_number(number).hex() == encoded


def test_a_negative_number_of_forty_digits_has_no_end_byte() -> None:
    encoded = scalars.encode_number(-int("12" * 20))
    assert len(encoded) == 21
    assert scalars.decode_number(encoded) == -int("12" * 20)


@given(st.integers(10**40, 10**60))
def test_more_than_forty_digits_are_rounded(number: int) -> None:
    decoded = scalars.decode_number(scalars.encode_number(number))
    assert abs(decoded - number) * 10**38 <= number


def test_rounding_may_make_a_number_longer() -> None:
    assert scalars.decode_number(scalars.encode_number(10**44 - 1)) == 10**44


@given(st.lists(st.integers(-(10**20), 10**20), min_size=2, max_size=2))
def test_numbers_sort_as_their_bytes_do(pair: list[int]) -> None:
    low, high = sorted(pair)
    assert scalars.encode_number(low) <= scalars.encode_number(high)


@pytest.mark.parametrize("number", [10**126, -(10**126), Decimal("Infinity"), Decimal("NaN")])
def test_what_no_number_can_hold_overflows(number: int | Decimal) -> None:
    with pytest.raises(OraError) as raised:
        scalars.encode_number(number)
    assert raised.value.code == 1426


def test_underflow_is_zero() -> None:
    assert scalars.decode_number(scalars.encode_number(Decimal("1E-131"))) == 0


@given(st.datetimes())
def test_date_round_trip(moment: datetime.datetime) -> None:
    assert scalars.decode_date(scalars.encode_date(moment)) == moment.replace(microsecond=0)


@given(st.datetimes())
def test_timestamp_round_trip(moment: datetime.datetime) -> None:
    assert scalars.decode_date(scalars.encode_timestamp(moment)) == moment


@given(
    st.datetimes(datetime.datetime(2, 1, 1), datetime.datetime(9998, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
def test_timestamp_with_time_zone_round_trip(moment: datetime.datetime, minutes: int) -> None:
    aware = moment.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=minutes)))
    decoded = scalars.decode_date(scalars.encode_timestamp_tz(aware))
    assert decoded == aware
    assert decoded.utcoffset() == aware.utcoffset()


def test_date_bytes() -> None:
    assert scalars.encode_date(datetime.datetime(1998, 12, 17, 14, 23, 25)).hex() == "77c60c110f181a"


@given(st.timedeltas(datetime.timedelta(days=-999999), datetime.timedelta(days=999999)))
def test_interval_day_to_second_round_trip(interval: datetime.timedelta) -> None:
    assert scalars.decode_interval_ds(scalars.encode_interval_ds(interval)) == interval


@given(st.integers(-12 * 999999, 12 * 999999))
def test_interval_year_to_month_round_trip(months: int) -> None:
    assert scalars.decode_interval_ym(scalars.encode_interval_ym(months)) == months


@given(st.floats(allow_nan=False))
def test_binary_double_round_trip(number: float) -> None:
    assert scalars.decode_binary_double(scalars.encode_binary_double(number)) == number


@given(st.floats(allow_nan=False, width=32))
def test_binary_float_round_trip(number: float) -> None:
    assert scalars.decode_binary_float(scalars.encode_binary_float(number)) == number


@given(st.lists(st.floats(allow_nan=False).filter(bool), min_size=2, max_size=2))
def test_binary_doubles_sort_as_their_bytes_do(pair: list[float]) -> None:
    low, high = sorted(pair)
    assert scalars.encode_binary_double(low) <= scalars.encode_binary_double(high)


def test_binary_double_bytes() -> None:
    assert scalars.encode_binary_double(1.0) == bytes((0xBF,)) + struct.pack(">d", 1.0)[1:]


def rowid(data_object: int, file: int, block: int, slot: int) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return "".join(
        alphabet[(number >> 6 * place) & 63]
        for number, length in ((data_object, 6), (file, 3), (block, 6), (slot, 3))
        for place in reversed(range(length))
    )


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**10 - 1), st.integers(0, 2**32 - 1), st.integers(0, 2**16 - 1))
def test_the_numbers_behind_a_rowid(data_object: int, file: int, block: int, slot: int) -> None:
    assert scalars.encode_rowid(rowid(data_object, file, block, slot)) == (data_object, file, block, slot)


def test_rowid_text() -> None:
    assert scalars.encode_rowid("AAAR3sAAEAAAACHAAA") == (73196, 4, 135, 0)
