# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Typed errors, and what an Oracle or driver error code means at each step."""

from __future__ import annotations

import enum
import re


class DatapumpError(Exception):
    """Base of everything this collection raises on purpose. Its text is fit for users once it is scrubbed."""


class InvalidOption(DatapumpError):
    """An option has a value that cannot be accepted. Never repeats the value, which may hold a secret."""

    def __init__(self, option: str, problem: str) -> None:
        super().__init__(f"{option}: {problem}")
        self.option = option


class Unavailable(DatapumpError):
    """There is no session with the database, and nothing was executed."""

    def __init__(
        self, text: str, codes: tuple[str, ...] = (), availability: str = "failed", may_pass: bool = False
    ) -> None:
        super().__init__(text)
        self.codes = codes
        self.availability = availability
        self.may_pass = may_pass
        """Whether another attempt may succeed."""


class DriverMissing(DatapumpError):
    """The Python library oracledb cannot be imported."""


class DeadlineExceeded(DatapumpError):
    """The time given to the run is over; nothing more is started."""


class DatabaseError(DatapumpError):
    """A statement failed. `codes` are all codes of the error stack, the outermost first."""

    def __init__(self, codes: tuple[str, ...], text: str) -> None:
        super().__init__(text)
        self.codes = codes

    @property
    def code(self) -> str:
        """The code that decides: the first one that is not just a wrapper."""
        return deciding_code(self.codes)

    @property
    def connection_lost(self) -> bool:
        """Whether the session must not be used any more and the outcome of the call is not known."""
        return bool(CONNECTION_LOST.intersection(self.codes))


class Step(enum.Enum):
    """Where in the work an error came up. The order is that of the columns in `REACTIONS`."""

    CONNECT = 0
    QUERY = 1
    LOCK = 2
    DROP = 3
    PURGE = 4
    STOP = 5
    VERIFY = 6


class Reaction(enum.Enum):
    """What may be done after an error."""

    NEVER = "N"
    """Do not repeat: nothing was executed, and it would fail again."""
    REPEAT = "S"
    """Nothing was executed; safe to repeat at once."""
    WAIT = "W"
    """Nothing was executed; may be repeated after a while, inside the deadline."""
    REREAD = "R"
    """Read the state again, then decide."""
    ALREADY = "A"
    """The target state is there already, if reading again proves it."""
    UNKNOWN = "X"
    """It may or may not have happened: prove it in a new session, or report it as unknown."""


DESTRUCTIVE_STEPS = frozenset({Step.DROP, Step.PURGE, Step.STOP})

CONNECTION_LOST = frozenset(
    {"DPY-4011", "DPY-4024", "DPY-1001", "DPY-4033", "ORA-03113", "ORA-03114", "ORA-03135", "ORA-00028", "ORA-02396"}
)
"""Codes after which the session is of no more use. DPY-4024 (call timeout) throws the answer away."""

INSUFFICIENT_RIGHTS = frozenset({"ORA-00942", "ORA-01031", "ORA-00990", "PLS-00201", "ORA-41900"})
"""Codes that a missing grant causes. ORA-00942 may also mean what it says; only reading by number can tell."""

NOT_OPEN = frozenset({"ORA-01219", "ORA-01109"})
"""Codes of a database that is only mounted: the instance answers, the dictionary does not."""

WRAPPERS = frozenset({"DPY-6000", "DPY-6005", "ORA-00604", "ORA-06512", "ORA-06550", "ORA-39000"})
"""Codes that only say that another one follows."""

# One letter for each step: connect, query, lock, drop, purge, stop, verify. A dot stands for "not expected there",
# which means the conservative default of `reaction`.
_TABLE = """
DPY-4000 DPY-4017 DPY-4018 DPY-4026 DPY-4027                                N......
DPY-6001 DPY-6003 DPY-6000 ORA-12514 ORA-12505 ORA-12541 ORA-12170          W......
DPY-6005 ORA-12516 ORA-12518 ORA-12519 ORA-12520                            W......
ORA-12526 ORA-12527 ORA-12528 ORA-01035                                     N......
DPY-3001 DPY-3010 DPY-3015 DPY-3016 ORA-28040 DPY-6002 DPY-6006             N......
ORA-01017 ORA-01005 ORA-28000 ORA-28001 ORA-28009 ORA-01045                 N......
ORA-01033 ORA-01034 ORA-01089 ORA-01090 ORA-01109 ORA-12757                 WWNXXXW
DPY-4011                                                                    WSRXXXW
DPY-4024 ORA-03113 ORA-03135 ORA-00028                                      .SRXXXW
DPY-1001 DPY-4033 ORA-03114 ORA-02396                                       WSRRRRW
ORA-01013                                                                   .SRRRRW
ORA-00054 ORA-04021                                                         ..WNW..
ORA-00060 ORA-04020                                                         ..WRR..
ORA-00942                                                                   .NAAA.A
ORA-01031 ORA-00990 PLS-00201 PLS-00904 ORA-41900                           .NNNNNN
ORA-02449 ORA-24005 ORA-12083 ORA-14452 ORA-38301                           ...N...
ORA-38302 ORA-38305 ORA-38307 ORA-38312                                     ....R.R
ORA-16000 ORA-01219 ORA-16456                                               .NNNNNN
ORA-04088 ORA-47400 ORA-47401 ORA-47410                                     ...NNN.
ORA-00257 ORA-01652 ORA-01653 ORA-00018 ORA-00020 ORA-02391                 WWNRRRW
ORA-04061 ORA-04065 ORA-04068                                               .SSRRRS
ORA-01555 ORA-08103 ORA-12801 ORA-12805 ORA-12850                           .S.N..S
ORA-31623                                                                   .....R.
ORA-31626                                                                   .....AA
ORA-31627 ORA-31631                                                         .....N.
ORA-31632 ORA-31638 ORA-39002 ORA-39006                                     .....R.
ORA-31634 ORA-31640 ORA-39001 ORA-39062 ORA-39068 ORA-39076                 .....N.
ORA-31650 ORA-39012 ORA-39078 ORA-25254 ORA-25228                           .....X.
ORA-39004                                                                   .....R.
"""


def _parse(table: str) -> dict[str, str]:
    reactions = {}
    for line in table.split("\n"):
        *codes, letters = line.split() or [""]
        reactions.update(dict.fromkeys(codes, letters))
    return reactions


REACTIONS = _parse(_TABLE)
"""Code to one letter of `Reaction` for each `Step`, or a dot."""

_CODE = re.compile(r"\b(?:ORA|DPY|DPI|PLS|OCI|TNS)-\d{4,5}\b")


def codes_in(text: str) -> tuple[str, ...]:
    """All error codes in a text, in order and each once. Texts are localized; the codes in them are not."""
    return tuple(dict.fromkeys(_CODE.findall(text)))


def deciding_code(codes: tuple[str, ...]) -> str:
    """The first code that is not a wrapper around another one, or the first, or an empty string if there is none."""
    for code in codes:
        if code not in WRAPPERS:
            return code
    return codes[0] if codes else ""


def reaction(codes: tuple[str, ...], step: Step) -> Reaction:
    """What may be done after an error at a step.

    A code that the table does not know at that step is never repeated, and at a destructive step it counts as unknown.
    """
    letter = REACTIONS.get(deciding_code(codes), ".......")[step.value]
    if letter == ".":
        return Reaction.UNKNOWN if step in DESTRUCTIVE_STEPS else Reaction.NEVER
    return Reaction(letter)
