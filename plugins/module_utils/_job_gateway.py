# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of DBMS_DATAPUMP on jobs, one method each. Handles are numbers that are worth something here only."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _escalation_sql, _job_sql
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
)
from ansible_collections.dbops.datapump.plugins.module_utils._errors import INSUFFICIENT_RIGHTS, DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import JobStatus, status_of
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    ListedJob,
)
from ansible_collections.dbops.datapump.plugins.module_utils._queries import Session
from ansible_collections.dbops.datapump.plugins.module_utils._replies import Verdict

WORK_IN_PROGRESS, JOB_STATUS, JOB_ERROR = 1, 4, 8
"""Parts of the status that may be asked for."""

_OUTPUTS: dict[str, type] = {
    "out_state": str,
    "out_time": datetime.datetime,
    "out_name": str,
    "out_percent": int,
    "out_bytes": int,
    "out_total": int,
    "out_degree": int,
    "out_errors": int,
    "out_workers": str,
    "out_files": str,
    "out_messages": str,
    "out_problems": str,
}
_NO_SUCH_TYPE = frozenset({"PLS-00201", "PLS-00302", "OCI-22303"})


@dataclass(frozen=True)
class SessionPlace:
    """Where a session is, by what every user may know. `audit_number` is V$SESSION.AUDSID."""

    instance: int
    sid: int
    audit_number: int
    user: str
    client_name: str | None
    database: str
    container: str | None


class JobGateway(Gateway):
    """A session's calls, those on jobs included."""

    _status_types = _job_sql.STATUS_TYPES

    def __init__(self, session: Session, other_owner: str | None = None) -> None:
        super().__init__(session)
        self._other_owner = other_owner

    @classmethod
    def over(cls, gateway: Gateway, other_owner: str | None = None) -> JobGateway:
        """The same session, for calls on jobs too: those of its user, or of another one by a role of Data Pump."""
        return cls(gateway._session, other_owner)

    def place(self) -> SessionPlace:
        """Where this session is."""
        row = self._session.select(_job_sql.MY_PLACE)[0]
        return SessionPlace(
            row["instance_number"],
            row["sid"],
            row["audit_number"],
            row["session_user"],
            row["client_name"],
            row["db_unique_name"],
            row["con_name"],
        )

    def sees(self, other: SessionPlace) -> bool:
        """Whether another session is in the database and container of this one."""
        binds = {
            "other_instance": other.instance,
            "other_sid": other.sid,
            "other_audit_number": other.audit_number,
            "other_user": other.user,
            "other_client_name": other.client_name,
        }
        return bool(self._session.select(_job_sql.SESSIONS_AT, binds)[0]["sessions"])

    def every_instance_answers(self) -> bool:
        """Whether no entry is missing because its instance says nothing. Takes rights that owners need not have."""
        return not self._session.select(_job_sql.INSTANCES_NOT_READ)[0]["instances"]

    def listed(self, name: str | None) -> ListedJob | None:
        """A job of the owner that this is about as it is listed, None if it is not."""
        rows = (self.as_owner() if self._other_owner is None else self).jobs()
        return next((row for row in rows if row.name == name and self._other_owner in (None, row.owner)), None)

    def listed_state(self, name: str | None) -> str | None:
        """Its state, None if it is not listed."""
        row = self.listed(name)
        return None if row is None else row.state

    def open_job(self, call: Call) -> int:
        """The handle of a new job of the current user."""
        block, binds = _job_sql.opening(call)
        return int(self._session.run(block, binds, {"out_handle": int})["out_handle"])

    def edition(self) -> str | None:
        """The edition of the database, None where it cannot be read."""
        try:
            return str(self._session.select(_job_sql.EDITION, {})[0]["edition"])
        except DatabaseError as error:
            if error.code not in INSUFFICIENT_RIGHTS:
                raise
            return None

    def schema_exists(self, owner: str) -> bool:
        """Whether there is such a user."""
        return bool(self._session.select(_job_sql.SCHEMA, {"wanted_user": owner})[0]["users"])

    def visible_object_types(self, owner: str, name: str) -> list[str]:
        """Types of the objects of this name that the session's user may use."""
        binds = {"wanted_owner": owner, "wanted_name": name}
        return [row["object_type"] for row in self._session.select(_job_sql.VISIBLE_OBJECTS, binds)]

    def attach_job(self, owner: str, name: str) -> int:
        """A handle of an existing job. One that is not running comes to life by this, and is IDLING then."""
        binds = {"target_job": name, "target_owner": owner}
        return int(self._session.run(_job_sql.ATTACH, binds, {"out_handle": int})["out_handle"])

    def attach_beforehand(self, job: AssessedJob, *, accept_clients: bool) -> Verdict:
        """Look once more and attach to a job that works, in one block, to make its stop immediate later."""
        binds = _reviewed(job, accept_clients)
        return self._verdict(_escalation_sql.ATTACH_BEFOREHAND, binds, {"out_state": str, "out_handle": int})

    def escalate(self, job: AssessedJob, handle: int, *, accept_clients: bool, delay: int) -> Verdict:
        """Look once more and make the pending stop of a job immediate, in one block, by a handle from before."""
        binds = {**_reviewed(job, accept_clients), "job_handle": handle, "stop_delay": delay}
        return self._verdict(_escalation_sql.ESCALATE, binds, {"out_state": str, "out_handle": int})

    def call_job(self, handle: int, call: Call) -> None:
        """Any call on a handle that returns nothing."""
        block, binds = _job_sql.calling(call)
        self._session.run(block, {"job_handle": handle, **binds}, {})

    def job_status(self, handle: int | None, parts: int, longest_wait: int) -> JobStatus:
        """The state of a job and the parts asked for, after at most so many seconds.

        Without a handle, JOB_ERROR is what the last failing OPEN or ATTACH of this session said.
        """
        binds = {"job_handle": handle, "wanted_parts": parts, "longest_wait": longest_wait}
        for position, version in enumerate(self._status_types):
            try:
                found = status_of(self._session.run(_job_sql.status(version), binds, _OUTPUTS))
            except DatabaseError as error:
                if position + 1 == len(self._status_types) or not _NO_SUCH_TYPE.intersection(error.codes):
                    raise
            else:
                self._status_types = (version,)
                return found
        raise AssertionError


def _reviewed(job: AssessedJob, accept_clients: bool) -> dict[str, Any]:
    """By what a job is known again, and what was accepted."""
    return {
        "target_owner": job.owner,
        "target_job": job.name,
        "target_number": job.object_id,
        "accepts_clients": int(accept_clients),
    }
