# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One method for each call to the database: those of `_queries`, and those that change something.

Knows nothing of check mode, plans or consent. Every method may raise DatabaseError.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import (
    _attach,
    _exclusion_sql,
    _guard,
    _guard_bin,
    _guard_external,
    _guard_lost,
    _kill,
    _rows,
)
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
)
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    BinEntry,
    Database,
    MasterTable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import quoted
from ansible_collections.dbops.datapump.plugins.module_utils._own import OwnSession
from ansible_collections.dbops.datapump.plugins.module_utils._queries import Queries
from ansible_collections.dbops.datapump.plugins.module_utils._replies import LockReply, Verdict

_VERDICT_OUTPUTS: dict[str, type] = {
    "out_status": str,
    "out_reason": str,
    "out_step": str,
    "out_code": int,
    "out_message": str,
}


class Gateway(Queries):
    """The calls."""

    @property
    def own(self) -> bool:
        """Whether all calls are about what the current user owns, and see nothing else."""
        return isinstance(self._session, OwnSession)

    def as_owner(self) -> Gateway:
        """The same calls over what the current user owns."""
        return self if self.own else Gateway(OwnSession(self._session))

    def switch_to(self, container: str) -> None:
        """Go on in another container."""
        self._session.run(f"ALTER SESSION SET CONTAINER = {quoted(container)}", {}, {})

    def drop(
        self, database: Database, table: MasterTable, rows_digest: str | None, min_age: int, accept_no_undo: bool
    ) -> Verdict:
        """Guard and drop, in one block."""
        if table.created is None:
            raise ValueError("the creation time of the table is not known")
        return self._verdict(
            _guard.GUARDED_DROP,
            {
                **_database_binds(database),
                "target_number": table.object_id,
                "expected_owner": table.owner,
                "expected_table": table.name,
                "expected_created": table.created.isoformat(),
                "expected_changed": table.last_ddl_time.isoformat() if table.last_ddl_time else None,
                "required_age": min_age,
                "reviewed_rows": rows_digest,
                "accepts_no_undo": int(accept_no_undo),
            },
            {"out_guard": str, "out_bin_name": str, "out_dropscn": int},
        )

    def look_after_drop(
        self, database: Database, table: MasterTable, rows_digest: str | None, since: datetime.datetime
    ) -> Verdict:
        """Look at what was dropped under the table's name since then, and bring it back if it had to stay."""
        return self._verdict(
            _guard_lost.LOOK_AFTER_DROP,
            {
                **_database_binds(database),
                "target_number": table.object_id,
                "expected_owner": table.owner,
                "expected_table": table.name,
                "expected_operation": table.operation,
                "expected_mode": table.mode,
                "reviewed_rows": rows_digest,
                "dropped_since": since.strftime("%Y-%m-%d:%H:%M:%S"),
            },
            {"out_guard": str, "out_bin_name": str, "out_dropscn": int},
        )

    def drop_external(self, database: Database, owner: str, name: str, object_id: int, min_age: int) -> Verdict:
        """Guard and drop an external table, in one block."""
        binds = {
            **_database_binds(database),
            "target_number": object_id,
            "expected_owner": owner,
            "expected_table": name,
            "required_age": min_age,
        }
        return self._verdict(_guard_external.GUARDED_DROP_EXTERNAL, binds, {"out_guard": str})

    def purge(self, database: Database, entry: BinEntry) -> Verdict:
        """Prove that the entry is the one meant, and purge it."""
        return self._verdict(_guard_bin.PURGE, _entry_binds(database, entry), {"out_guard": str})

    def restore(self, database: Database, entry: BinEntry) -> Verdict:
        """Prove that the entry is the one meant, flash it back, and give its parts their names back."""
        return self._verdict(_guard_bin.RESTORE, _entry_binds(database, entry), {"out_guard": str})

    def stop(
        self,
        owner: str,
        name: str,
        *,
        removal: bool,
        accept_loss: bool,
        accept_clients: bool,
        immediate: bool,
        delay: int,
        instance: int | None,
        object_id: int | None,
        rows_digest: str | None,
        own_clients: int = 0,
    ) -> Verdict:
        """Look once more, attach and stop, in one block. The session must be the owner's.

        own_clients: sessions of this run that are attached already, and are no clients to be asked about.
        For a removal also one of the instance that holds the entry, if that is given; and the job must have just the
        master table that is given by its number and the digest of its control rows, or none.
        """
        return self._verdict(
            _attach.STOP,
            {
                "target_owner": owner,
                "target_job": name,
                "wants_removal": int(removal),
                "accepts_loss": int(accept_loss),
                "accepts_clients": int(accept_clients),
                "target_number": object_id,
                "reviewed_rows": rows_digest,
                "stop_immediately": int(immediate),
                "stop_delay": delay,
                "holding_instance": instance,
                "own_clients": own_clients,
            },
            {"out_state": str},
        )

    def kill(self, job: AssessedJob, *, accept_clients: bool, delay: int) -> Verdict:
        """Look once more, attach, and end a live job with its master table, in one block, in a session of the owner."""
        return self._verdict(
            _kill.KILL,
            {
                "target_owner": job.owner,
                "target_job": job.name,
                "target_number": job.object_id,
                "reviewed_operation": job.operation,
                "accepts_clients": int(accept_clients),
                "stop_delay": delay,
            },
            {"out_state": str},
        )

    def acquire(self, name: str, wait: int) -> LockReply:
        """Ask for a named lock, waiting so many seconds for it."""
        binds = {"lock_name": name, "lock_wait": wait}
        out = self._session.run(_exclusion_sql.ACQUIRE, binds, {"out_result": int, "out_handle": str})
        return LockReply(int(out["out_result"]), out["out_handle"] or "")

    def release(self, handle: str) -> None:
        """Give a named lock back."""
        self._session.run(_exclusion_sql.RELEASE, {"lock_handle": handle}, {})

    def sleep(self, seconds: float) -> None:
        """Wait on the server, so that its clock counts."""
        self._session.run(_attach.SLEEP, {"sleep_seconds": seconds}, {})

    def pause(self, seconds: float) -> None:
        """Wait on this side, for releases where waiting on the server needs a grant."""
        self._session.pause(seconds)

    def _verdict(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> Verdict:
        out = self._session.run(block, binds, {**_VERDICT_OUTPUTS, **outputs})
        return Verdict(
            status=out["out_status"],
            reason=out["out_reason"],
            step=out["out_step"],
            code=_oracle_code(out["out_code"]),
            message=out["out_message"],
            guard=out.get("out_guard"),
            bin_name=out.get("out_bin_name"),
            dropscn=_rows.whole(out.get("out_dropscn")),
            state=out.get("out_state"),
            handle=_rows.whole(out.get("out_handle")),
        )


def _database_binds(database: Database) -> dict[str, Any]:
    return {"expected_dbid": database.dbid, "expected_con_uid": database.con_uid}


def _entry_binds(database: Database, entry: BinEntry) -> dict[str, Any]:
    return {
        **_database_binds(database),
        "target_number": entry.object_id,
        "target_bin_name": entry.object_name,
        "target_dropscn": entry.dropscn,
        "expected_owner": entry.owner,
        "expected_table": entry.original_name,
    }


def _oracle_code(sqlcode: int | None) -> str | None:
    """ORA-00054 from SQLCODE -54; +100 is how PL/SQL says ORA-01403. None for success."""
    if not sqlcode:
        return None
    return "ORA-01403" if sqlcode == 100 else f"ORA-{abs(sqlcode):05d}"
