# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading that is begun again, in a new session, where that may help. It changed nothing, so nothing can be lost.

What a reading that broke off had found so far is thrown away: part of a reading proves nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, Reaction, Step, reaction
from ansible_collections.dbops.datapump.plugins.module_utils._queries import Session
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run

REPETITIONS = 1
_PAUSE = 1

_T = TypeVar("_T")


@contextlib.contextmanager
def session_with(run: Run, read: Callable[[Session], _T]) -> Iterator[_T]:
    """What `read` returns for a session, which stays open during the block."""
    for left in range(REPETITIONS, -1, -1):
        with run.session() as session:
            try:
                found = read(session)
            except DatabaseError as error:
                what = reaction(error.codes, Step.QUERY)
                if not left or what not in (Reaction.REPEAT, Reaction.WAIT) or run.time_left() <= 0:
                    raise
                if what is Reaction.WAIT:
                    session.pause(_PAUSE)
                continue
            yield found
            return
