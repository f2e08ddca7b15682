# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a failed connect says about the database, and how long to wait before the next attempt. Pure."""

from __future__ import annotations

import enum

from ansible_collections.dbops.datapump.plugins.module_utils._errors import Reaction, Step, deciding_code, reaction


class Availability(str, enum.Enum):
    """Who answered."""

    UNREACHABLE = "unreachable"
    """Nobody that speaks Oracle's protocol, or nobody in time."""
    UNAVAILABLE = "unavailable"
    """A listener or an instance that does not serve now: starting, stopping, restricted, full, service unknown."""
    FAILED = "failed"
    """The logon was refused, or the address or the options are wrong: waiting will not help."""


_NOBODY = frozenset({"DPY-6005", "DPY-4011", "ORA-12541", "ORA-12170", "ORA-12545", "ORA-03113", "ORA-03135"})
_NOT_NOW = frozenset(
    {"DPY-6000", "DPY-6001", "ORA-12514", "ORA-12516", "ORA-12518", "ORA-12519", "ORA-12520"}
    | {"ORA-12526", "ORA-12527", "ORA-12528", "ORA-01035"}
    | {"ORA-01033", "ORA-01034", "ORA-01089", "ORA-01090", "ORA-01109", "ORA-12757"}
    | {"ORA-00018", "ORA-00020", "ORA-02391", "ORA-00257"}
)


def availability_of(codes: tuple[str, ...]) -> Availability:
    """From the codes of a failed connect. What is not known here counts as failed."""
    if _NOT_NOW.intersection(codes):
        return Availability.UNAVAILABLE
    return Availability.UNREACHABLE if deciding_code(codes) in _NOBODY else Availability.FAILED


def may_be_repeated(codes: tuple[str, ...]) -> bool:
    """Whether another attempt makes sense. A logon that was refused is never tried again: it might lock the account.

    Nor is one during which the connection was lost, for nobody knows how that would have ended.
    """
    during_logon = "DPY-4011" in codes and "DPY-6005" not in codes
    return reaction(codes, Step.CONNECT) is Reaction.WAIT and not during_logon


def pause_before(attempt: int, delay: float, chance: float) -> float:
    """Seconds to wait before an attempt (the first repetition is 1): doubled each time, and spread over a range.

    chance: from 0 to 1. The spread keeps a fleet of hosts from coming back to a listener all at once.
    """
    return float(delay * 2 ** (attempt - 1)) * (0.5 + chance)
