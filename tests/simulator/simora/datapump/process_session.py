# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions in which the processes of jobs run SQL: nobody holds them, they end with what they were opened for."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..engine import Bind, ClientInfo, Outcome
from ..errors import OraError
from ..values import VARCHAR2
from ..world.catalog import DirtyRead
from ..world.session import Session
from .processes import WORKER_MODULE

if TYPE_CHECKING:
    from ..world.database import Database

_CLIENT = ClientInfo("oracle (DW00)")
_BUSY = 54


class ProcessSession(Session):
    """A worker never waits for other sessions: while it works nobody else gets a turn."""

    is_internal = True

    def run(
        self,
        text: str,
        binds: Sequence[Bind] | dict[str, Bind] = (),
        variables: Callable[..., Bind | None] | None = None,
    ) -> Outcome:
        """Raises ORA-03001 too, for rows that another session has not committed."""
        try:
            return super().run(text, binds, variables)
        except DirtyRead as error:
            raise OraError(3001, message=f"unimplemented feature: read consistency: {error}") from error

    def wait(self, satisfied: Callable[[], bool], deadline: datetime.datetime | None) -> bool:
        if deadline is None and not satisfied():
            raise OraError(_BUSY)
        return super().wait(satisfied, deadline)


@contextlib.contextmanager
def process_session(database: Database, con_id: int, user: str) -> Iterator[ProcessSession]:
    """A session of the user's; SYS is SYSDBA. Its transaction is committed at the end, or rolled back on failure."""
    session = ProcessSession(
        database,
        con_id=con_id,
        instance_id=database.instance_ids()[0],
        user=user,
        user_number=database.accounts.number(con_id, user),
        service_name="SYS$USERS",
        client=_CLIENT,
        administrative="SYSDBA" if user == "SYS" else None,
    )
    session.begin()
    session.set_tags(module=WORKER_MODULE)
    current, database.current = database.current, session
    try:
        yield session
        session.transaction.commit()
    finally:
        database.current = current
        session.end(None)


def satisfies(session: Session, subject: str, condition: str) -> bool:
    """Whether a text fulfils a condition in SQL. Raises OraError for what is no condition."""
    outcome = session.run(f"SELECT 1 FROM sys.dual WHERE :subject {condition}", [Bind(VARCHAR2, subject, size=4000)])
    assert outcome.result_set is not None
    return bool(outcome.result_set.rows)


def call_function(session: Session, name: str, value: object) -> object:
    """The result of a function of one argument, such as a remap function. Raises OraError."""
    binds = [Bind(VARCHAR2, None, size=4000), Bind(VARCHAR2, value, size=4000)]
    outcome = session.run(f"BEGIN :result := {name}(:value); END;", binds)
    return outcome.out_values[0][0]
