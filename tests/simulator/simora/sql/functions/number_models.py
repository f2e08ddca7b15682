# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Format models of numbers: TO_CHAR(number, model) and TO_NUMBER(text, model)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from ...errors import OraError
from .number_values import Number, from_text, normal, to_text

_MODEL = re.compile(
    r"(?P<fm>FM)?(?P<lead>S|MI|\$|L)?(?P<lead2>\$|L)?(?P<digits>[09,G]*)(?:(?P<point>[.D])(?P<fraction>[09]*))?"
    r"(?P<trail>S|MI|PR)?\Z",
    re.IGNORECASE,
)


def format_number(value: Number, model: str) -> str:
    """Hash signs when the number does not fit. Raises OraError 1481 for an unknown model."""
    upper = model.upper()
    if upper in ("TM", "TM9"):
        return to_text(value)
    hexadecimal = re.fullmatch(r"(FM)?(0?)X+", upper)
    if hexadecimal is not None:
        return _hexadecimal(value, model, hexadecimal[1] is not None)
    match = _MODEL.match(model)
    if match is None or not (match["digits"] or match["fraction"]):
        raise OraError(1481)
    fraction = (match["fraction"] or "").upper()
    quantum = Decimal(1).scaleb(-len(fraction))
    rounded = Decimal(value).quantize(quantum, ROUND_HALF_UP)
    whole, dummy, decimals = format(abs(rounded), "f").partition(".")
    body = _whole_part(whole.lstrip("0"), match["digits"].upper(), bool(match["point"]))
    width = len(match["digits"]) + (1 + len(fraction) if match["point"] else 0)
    if body is None:
        return "#" * (width + 1)
    if match["point"]:
        body += "." + (_stripped(decimals, fraction) if match["fm"] else decimals)
    return _signed(body, rounded < 0, match, width)


def _hexadecimal(value: Number, model: str, trimmed: bool) -> str:
    digits = model[2:] if trimmed else model
    number = int(Decimal(value).to_integral_value(ROUND_HALF_UP))
    text = format(number, "x" if "x" in digits else "X") if number >= 0 else ""
    if not text or len(text) > len(digits):
        return "#" * (len(digits) + 1)
    if digits.startswith("0"):
        text = text.rjust(len(digits), "0")
    return text if trimmed else text.rjust(len(digits) + 1)


def _whole_part(digits: str, model: str, has_point: bool) -> str | None:
    """The digits before the point laid into the model, without leading blanks; None when they do not fit."""
    places = [sign for sign in model if sign in "09"]
    if len(digits) > len(places):
        return None
    first_zero = places.index("0") if "0" in places else len(places)
    count = max(len(digits), len(places) - first_zero)
    if not digits and count == 0:
        return "" if has_point or not places else "0"
    padded = digits.rjust(count, "0")
    result, left = "", len(padded)
    for sign in reversed(model):
        if sign in "09":
            if left == 0:
                break
            left -= 1
            result = padded[left] + result
        elif left:
            result = "," + result
    return result


def _stripped(decimals: str, fraction: str) -> str:
    """FM drops trailing zeros down to the last 0 of the model."""
    keep = fraction.rfind("0") + 1
    return decimals[:keep] + decimals[keep:].rstrip("0")


def _signed(body: str, negative: bool, match: re.Match[str], width: int) -> str:
    lead = [(match[name] or "").upper() for name in ("lead", "lead2")]
    trail = (match["trail"] or "").upper()
    if "$" in lead or "L" in lead:
        body, width = "$" + body, width + 1
    if trail == "PR":
        body = f"<{body}>" if negative else body if match["fm"] else f" {body} "
        return body if match["fm"] else body.rjust(width + 2)
    if trail == "S":
        body = body + ("-" if negative else "+")
        return body if match["fm"] else body.rjust(width + 1)
    if trail == "MI":
        body = body + ("-" if negative else "" if match["fm"] else " ")
        return body if match["fm"] else body.rjust(width + 1)
    plus = "+" if "S" in lead else ""
    body = ("-" if negative else plus) + body
    return body if match["fm"] else body.rjust(width + 1)


def parse_number(text: str, model: str) -> Number:
    """Raises OraError 1722 when the text does not follow the model."""
    upper = model.upper().removeprefix("FM")
    stripped = text.strip()
    if re.fullmatch(r"0?X+", upper):
        if not re.fullmatch(r"[0-9A-Fa-f]+", stripped) or len(stripped) > len(upper):
            raise OraError(1722)
        return int(stripped, 16)
    match = _MODEL.match(model)
    if match is None:
        raise OraError(1481)
    negative = False
    if (match["trail"] or "").upper() == "PR" and stripped.startswith("<") and stripped.endswith(">"):
        negative, stripped = True, stripped[1:-1]
    elif (match["trail"] or "").upper() in ("S", "MI") and stripped[-1:] in ("-", "+"):
        negative, stripped = stripped[-1] == "-", stripped[:-1]
    if "$" in model:
        stripped = stripped.replace("$", "", 1)
    if "," in upper or "G" in upper:
        stripped = stripped.replace(",", "")
    whole, dummy, decimals = stripped.lstrip("+-").partition(".")
    places = sum(sign in "09" for sign in match["digits"])
    if len(whole.lstrip("0")) > places or len(decimals) > len(match["fraction"] or ""):
        raise OraError(1722)
    number = from_text(stripped)
    return normal(-number) if negative else number
