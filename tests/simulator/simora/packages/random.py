# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_RANDOM: the same numbers in every run. Each session has its own sequence, seeded by its number unless told."""

from __future__ import annotations

import random
import string
import weakref
from typing import Any

from ..errors import OraError
from ..plsql.runtime.convert import to_number
from ..supplied import Parameter, SuppliedPackage
from ..values import BINARY_INTEGER, NUMBER, VARCHAR2
from .describe import Arguments, function, number, procedure, text

_GENERATORS: weakref.WeakKeyDictionary[Any, random.Random] = weakref.WeakKeyDictionary()

# STRING's option: the characters to choose from. Anything unknown is upper case, as documented.
_ALPHABETS = {
    "L": string.ascii_lowercase,
    "A": string.ascii_letters,
    "X": string.ascii_uppercase + string.digits,
    "P": "".join(map(chr, range(32, 127))),
}


def _generator(session: Any) -> random.Random:
    if session not in _GENERATORS:
        _GENERATORS[session] = random.Random(session.sid)
    return _GENERATORS[session]


def _seed(session: Any, given: Arguments) -> None:
    _GENERATORS[session] = random.Random(str(given["VAL"]))


def _value(session: Any, given: Arguments) -> Any:
    low, high = given.get("LOW", 0), given.get("HIGH", 1)
    if low is None or high is None:
        raise OraError(6502, "")
    return to_number(str(_generator(session).uniform(float(low), float(high))), session)


def _string(session: Any, given: Arguments) -> str:
    alphabet = _ALPHABETS.get((given["OPT"] or "U").upper(), string.ascii_uppercase)
    generator = _generator(session)
    return "".join(generator.choice(alphabet) for dummy in range(int(given["LEN"] or 0)))


def _random(session: Any, given: Arguments) -> int:
    return _generator(session).randrange(-(2**31), 2**31)


PACKAGE = SuppliedPackage(
    name="DBMS_RANDOM",
    subprograms=(
        procedure("INITIALIZE", (number("VAL"),), _seed),
        function("RANDOM", (), BINARY_INTEGER, _random),
        procedure("SEED", (Parameter("VAL"),), _seed),
        function("STRING", (text("OPT"), number("LEN")), VARCHAR2, _string),
        function("VALUE", (), NUMBER, _value),
        function("VALUE", (number("LOW"), number("HIGH")), NUMBER, _value),
    ),
)
