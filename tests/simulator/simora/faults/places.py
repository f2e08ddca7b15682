# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an action happens, and the sessions in which it runs statements."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..engine import Bind, ClientInfo
from ..errors import OraError
from ..values import VARCHAR2
from ..world.objects import ObjectType, StoredObject
from .plan import Options

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.session import Session

_BUSY = 54
_CLIENT = ClientInfo(program="fault", machine="fault", os_user="fault", process="0")
_MODULE = "fault"


@dataclasses.dataclass(frozen=True)
class Place:
    """session: the one whose statement is struck, or None."""

    database: Database
    con_id: int
    session: Session | None

    def table(self, options: Options) -> StoredObject:
        """The table that `owner` and `name` mean. Raises ORA-00942."""
        found = self.database.objects.find(self.con_id, options["owner"], options["name"], ObjectType.TABLE)
        if found is None:
            raise OraError(942)
        return found

    def run(self, texts: str | Sequence[str], user: str = "SYS", binds: Sequence[str] = ()) -> None:
        """Executes statements as a user, and commits. Raises OraError; never waits for anybody's lock (ORA-00054)."""
        with session_of(self, user) as session:
            for text in [texts] if isinstance(texts, str) else texts:
                session.run(text, [Bind(VARCHAR2, value) for value in binds])
            session.transaction.commit()


Action = Callable[[Place, Options], None]


@contextlib.contextmanager
def session_of(place: Place, user: str, *, action: str | None = None, stays: bool = False) -> Iterator[Session]:
    """A session that no client holds and no fault strikes. SYS is SYSDBA. stays: it does not end here, unless what was
    done in it fails. Raises OraError 1918 for an unknown user."""
    database = place.database
    session = _open(place, user)
    session.begin()
    session.set_tags(module=_MODULE, action=action)
    current, database.current = database.current, session
    failed = True
    try:
        yield session
        failed = False
    finally:
        database.current = current
        if failed or not stays:
            session.end(None)


def staying_sessions(place: Place, action: str) -> list[Session]:
    """Those that were left open for that purpose."""
    return [
        session
        for session in place.database.sessions.values()
        if session.is_internal and session.con_id == place.con_id and session.tags["action"] == action
    ]


def _open(place: Place, user: str) -> Session:
    from ..world.session import Session

    class InternalSession(Session):
        is_internal = True

        def wait(self, satisfied: Callable[[], bool], deadline: datetime.datetime | None) -> bool:
            """Nobody else gets a turn meanwhile, so what does not hold yet never will; but time may pass."""
            if deadline is None and not satisfied():
                raise OraError(_BUSY)
            return super().wait(satisfied, deadline)

    database = place.database
    account = database.accounts.find(place.con_id, user, role=False)
    if account is None:
        raise OraError(1918, user)
    is_sys = user == "SYS"
    instances = database.instance_ids()
    return InternalSession(
        database,
        con_id=place.con_id,
        instance_id=place.session.instance_id if place.session is not None else instances[0],
        user=user,
        user_number=account.number,
        service_name="SYS$USERS",
        client=_CLIENT,
        administrative="SYSDBA" if is_sys else None,
    )


def quoted(name: str) -> str:
    return f'"{name}"'
