# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a new session after one was lost, and waits until the lost one is proven dead.

Only then does reading again tell the truth: a session whose client is gone may still be executing what it was sent.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, DatapumpError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database
from ansible_collections.dbops.datapump.plugins.module_utils._replies import SessionIdentity
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run

PATIENCE = 60
"""How often, about once a second, the lost session is looked for."""


class LostSession(DatapumpError):
    """The truth cannot be found out from here."""


@contextlib.contextmanager
def in_new_session(run: Run, database: Database, lost: Sequence[SessionIdentity]) -> Iterator[Gateway]:
    """A gateway to the same database, once the lost sessions are gone. Raises LostSession if that cannot be proven."""
    with run.session() as session:
        gateway = Gateway(session)
        found = gateway.database()
        if (found.dbid, found.con_uid) != (database.dbid, database.con_uid):
            raise LostSession("the new session is in another database")
        for _attempt in range(PATIENCE):
            if not any(gateway.is_alive(session) for session in lost):
                yield gateway
                return
            if run.time_left() <= 0:
                break
            wait(gateway, 1)
        raise LostSession("the lost session is still alive")


def wait(gateway: Gateway, seconds: float) -> None:
    """Wait on the server, or on this side where the release has no call for that without a grant."""
    try:
        gateway.sleep(seconds)
    except DatabaseError as error:
        if error.connection_lost or not set(error.codes) & {"PLS-00302", "PLS-00201", "ORA-06550", "ORA-00904"}:
            raise
        gateway.pause(seconds)
