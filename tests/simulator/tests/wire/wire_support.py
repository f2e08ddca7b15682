# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the wire share."""

from __future__ import annotations

import re
from collections.abc import Callable

import oracledb
import pytest

Connect = Callable[..., oracledb.Connection]


def failure(action: Callable[[], object]) -> str:
    """The codes of the error that an action gives, the outermost first; fails when it gives none."""
    with pytest.raises(oracledb.Error) as raised:
        action()
    return " ".join(re.findall(r"^(?:ORA|DPY)-\d+", str(raised.value), re.MULTILINE))
