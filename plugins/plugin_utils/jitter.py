# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Spreads connections that would otherwise begin at the same moment, so that no listener gets them all at once.

Pure: no clock, no chance of its own.
"""

from __future__ import annotations

import math
from typing import Any

VARIABLE = "datapump_jitter"

_SECONDS_FOR_EACH = 0.02


def spread(value: Any, workers: int) -> float:
    """The seconds over which so many connections are spread. value: of the variable, None for the default.

    Raises ValueError for what is no number of seconds.
    """
    if value is None:
        return _SECONDS_FOR_EACH * workers
    seconds = float(value)
    if not 0 <= seconds < math.inf:
        raise ValueError(value)
    return seconds


def pause(place: int, workers: int, seconds: float, chance: float) -> float:
    """Seconds to wait before one connection. place: which one it is, from 0. chance: from 0 to 1.

    Only those that begin together wait. Each later one begins when an earlier one has ended.
    """
    return chance * seconds if workers > 1 and place < workers else 0.0
