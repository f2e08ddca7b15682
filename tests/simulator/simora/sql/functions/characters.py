# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Character functions. A result of '' becomes NULL where the value leaves the library."""

from __future__ import annotations

import re
from decimal import Decimal

from ...errors import OraError
from ...values import CLOB, NUMBER, RAW, ROWID, varchar2
from ..datatypes import BYTES, CHARACTER, NUMERIC
from .library import function, same_as, text_like
from .number_values import Number


@function("SUBSTR", CHARACTER, NUMERIC, NUMERIC, required=2, returns=text_like(0))
def substr(text: str, start: Number, length: Number | None = None) -> str | None:
    """Position 0 counts as 1, a negative one from the end."""
    begin = _start(int(start), len(text))
    if begin is None:
        return None
    if length is None:
        return text[begin:]
    return text[begin : begin + int(length)] if length >= 1 else None


@function("SUBSTRB", CHARACTER, NUMERIC, NUMERIC, required=2, returns=text_like(0))
def substrb(text: str, start: Number, length: Number | None = None) -> str | None:
    encoded = text.encode()
    begin = _start(int(start), len(encoded))
    if begin is None or (length is not None and length < 1):
        return None
    end = len(encoded) if length is None else begin + int(length)
    return encoded[begin:end].decode(errors="replace").replace("\ufffd", " ")


def _start(start: int, length: int) -> int | None:
    """Index of the first character, None when it lies outside."""
    if start > 0:
        start -= 1
    elif start < 0:
        start += length
    return start if 0 <= start < length else None


@function("INSTR", CHARACTER, CHARACTER, NUMERIC, NUMERIC, required=2, returns=NUMBER)
@function("INSTRB", CHARACTER, CHARACTER, NUMERIC, NUMERIC, required=2, returns=NUMBER)
def instr(text: str, searched: str, start: Number = 1, occurrence: Number = 1) -> int:
    """Raises OraError 1428 for an occurrence below 1."""
    wanted, begin = int(occurrence), int(start)
    if wanted < 1:
        raise OraError(1428, occurrence)
    if begin == 0:
        return 0
    if begin > 0:
        position = begin - 2
        for _attempt in range(wanted):
            position = text.find(searched, position + 1)
            if position < 0:
                return 0
        return position + 1
    end = len(text) + begin + len(searched)
    for _attempt in range(wanted):
        position = text.rfind(searched, 0, max(end, 0))
        if position < 0:
            return 0
        end = position + len(searched) - 1
    return position + 1


@function("LENGTH", CHARACTER, returns=NUMBER)
def length_(text: str) -> int:
    return len(text)


@function("LENGTHB", CHARACTER, returns=NUMBER)
def lengthb(text: str) -> int:
    return len(text.encode())


@function("UPPER", CHARACTER, returns=same_as(0))
@function("NLS_UPPER", CHARACTER, CHARACTER, required=1, returns=same_as(0))
def upper(text: str, _parameter: str | None = None) -> str:
    return text.upper()


@function("LOWER", CHARACTER, returns=same_as(0))
@function("NLS_LOWER", CHARACTER, CHARACTER, required=1, returns=same_as(0))
def lower(text: str, _parameter: str | None = None) -> str:
    return text.lower()


@function("INITCAP", CHARACTER, returns=same_as(0))
def initcap(text: str) -> str:
    return re.sub(r"[^\W_]+", lambda match: match.group().capitalize(), text)


@function("TRIM", CHARACTER, returns=text_like(0))
def trim(text: str) -> str:
    return text.strip(" ")


@function("LTRIM", CHARACTER, CHARACTER, required=1, returns=text_like(0))
def ltrim(text: str, characters: str = " ") -> str:
    return text.lstrip(characters)


@function("RTRIM", CHARACTER, CHARACTER, required=1, returns=text_like(0))
def rtrim(text: str, characters: str = " ") -> str:
    return text.rstrip(characters)


@function("LPAD", CHARACTER, NUMERIC, CHARACTER, required=2, returns=varchar2(4000))
def lpad(text: str, length: Number, padding: str = " ") -> str | None:
    size = int(length)
    if size < 1:
        return None
    missing = size - len(text)
    return _repeated(padding, missing) + text if missing > 0 else text[:size]


@function("RPAD", CHARACTER, NUMERIC, CHARACTER, required=2, returns=varchar2(4000))
def rpad(text: str, length: Number, padding: str = " ") -> str | None:
    size = int(length)
    if size < 1:
        return None
    missing = size - len(text)
    return text + _repeated(padding, missing) if missing > 0 else text[:size]


def _repeated(padding: str, size: int) -> str:
    return (padding * (size // len(padding) + 1))[:size]


@function("REPLACE", CHARACTER, CHARACTER, CHARACTER, required=2, returns=text_like(0), strict=False)
def replace(text: str | None, searched: str | None, replacement: str | None = None) -> str | None:
    if text is None or searched is None:
        return text
    return text.replace(searched, replacement or "")


@function("TRANSLATE", CHARACTER, CHARACTER, CHARACTER, returns=text_like(0))
def translate(text: str, searched: str, replacement: str) -> str:
    table: dict[int, str | None] = {}
    for index, character in enumerate(searched):
        table.setdefault(ord(character), replacement[index] if index < len(replacement) else None)
    return text.translate(table)


@function("CONCAT", CHARACTER, CHARACTER, returns=varchar2(4000), strict=False)
def concat(left: str | None, right: str | None) -> str:
    return (left or "") + (right or "")


@function("CHR", NUMERIC, returns=varchar2(4))
def chr_(code: Number) -> str:
    if not 0 <= code <= 0x10FFFF:
        raise OraError(1428, code)
    return chr(int(code))


@function("ASCII", CHARACTER, returns=NUMBER)
def ascii_(text: str) -> int:
    """In AL32UTF8 the bytes of the first character read as one number."""
    return int.from_bytes(text[0].encode(), "big")


@function("REVERSE", CHARACTER, returns=text_like(0))
def reverse(text: str) -> str:
    return text[::-1]


@function("SOUNDEX", CHARACTER, returns=varchar2(4))
def soundex(text: str) -> str | None:
    codes = {letter: str(digit + 1) for digit, letters in enumerate(("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"))
             for letter in letters}  # fmt: skip
    letters = [letter for letter in text.upper() if letter.isascii() and letter.isalpha()]
    if not letters:
        return None
    result, previous = letters[0], codes.get(letters[0], "")
    for letter in letters[1:]:
        code = codes.get(letter, "")
        if code and code != previous:
            result += code
        if letter not in "HW":
            previous = code
    return (result + "000")[:4]


@function("RAWTOHEX", BYTES, returns=varchar2(4000))
def rawtohex(value: bytes) -> str:
    return value.hex().upper()


@function("HEXTORAW", CHARACTER, returns=RAW)
def hextoraw(text: str) -> bytes:
    """Raises OraError 1465."""
    try:
        return bytes.fromhex(text if len(text) % 2 == 0 else "0" + text)
    except ValueError:
        raise OraError(1465) from None


@function("LENGTH", BYTES, returns=NUMBER)
@function("LENGTHB", BYTES, returns=NUMBER)
def length_of_bytes(value: bytes) -> int:
    """LENGTH of a RAW counts its hexadecimal digits; of a BLOB its bytes (DBMS_LOB is the usual way there)."""
    return len(value) * 2


@function("VSIZE", CHARACTER, returns=NUMBER)
def vsize(text: str) -> int:
    return len(text.encode())


@function("ROWIDTOCHAR", CHARACTER, returns=text_like(0))
@function("CHARTOROWID", CHARACTER, returns=ROWID)
@function("TO_NCHAR", CHARACTER, returns=text_like(0))
def unchanged(text: str) -> str:
    return text


@function("TO_CLOB", CHARACTER, returns=CLOB)
def to_clob(text: str) -> str:
    return text


@function("VSIZE", NUMERIC, returns=NUMBER)
def vsize_number(value: Number) -> int:
    """Bytes of the internal form: exponent, base-100 digits, a terminator for negative numbers."""
    if value == 0:
        return 1
    dummy, digits, exponent = Decimal(value).normalize().as_tuple()
    assert isinstance(exponent, int)
    pairs = (len(digits) + (exponent % 2) + 1) // 2
    return 1 + pairs + (1 if value < 0 and pairs < 20 else 0)
