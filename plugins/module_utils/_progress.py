# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines about work that takes long, for whoever can show them while the task runs.

A module has one result and prints nothing before it. Only where somebody listens, as direct execution does, are the
lines seen during the play.
"""

from __future__ import annotations

from collections.abc import Callable

listener: Callable[[str], None] | None = None
"""Is given each line, None where nobody can show any. Belongs to the process, which runs one module."""


def tell(line: str) -> None:
    """Show a line, if anybody listens."""
    if listener is not None:
        listener(line)
