# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Master tables as objects of the dictionary: ordinary tables of the job's owner, recognised by their comment."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..values import Column
from ..world import constraints, space, tables
from ..world.atomic import atomic
from ..world.indexes import create_index
from ..world.objects import ObjectType, StoredColumn, StoredObject
from . import master_rows, names
from .layouts import UNIQUE_COLUMNS, layout
from .master_content import MasterContent
from .master_rows import JobDescription
from .memory import LiveJob
from .states import State

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.session import Session

_COMMENT_PREFIX = names.master_comment("", "")[:22]


@dataclasses.dataclass(frozen=True)
class Master:
    """A master table without a live job, as ATTACH finds it. has_job_row: it says what it is the table of."""

    target: StoredObject
    operation: str
    mode: str
    degree: int
    keep_master: int | None
    has_job_row: bool
    error_count: int


class MasterTables:
    """content: what stands in the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sqlite = database.sqlite
        self.content = MasterContent(database)

    def find(self, con_id: int, owner: str, name: str) -> Master | None:
        """The master table of that exact name; one in the recycle bin has another name."""
        target = self._database.objects.find(con_id, owner, name, ObjectType.TABLE)
        comment = self._comment(target) if target is not None else None
        if target is None or comment is None:
            return None
        operation = comment[23:53].rstrip()
        row = self.content.job_row(target, operation)
        keep_master = self.content.parameter(target, "KEEP_MASTER")
        return Master(
            target,
            operation,
            mode=comment[54:84].rstrip(),
            degree=int(str(row.get("DEGREE") or 1)),
            keep_master=None if keep_master is None else int(str(keep_master)),
            has_job_row=bool(row),
            error_count=int(str(row.get("ERROR_COUNT") or 0)),
        )

    def of(self, job: LiveJob) -> StoredObject | None:
        """The job's own table; None when it is gone or in the recycle bin."""
        if job.master_id is None:
            return None
        target = self._database.objects.by_id(job.con_id, job.master_id)
        return None if target is None or target.in_recycle_bin else target

    def names(self, con_id: int, owner: str) -> set[str]:
        """Names of an owner's tables that their comment makes master tables."""
        rows = self._sqlite.execute(
            "SELECT o.NAME FROM `obj$` o JOIN `com$` c ON c.CON_ID = o.CON_ID AND c.`OBJ#` = o.`OBJ#`"
            " WHERE o.CON_ID = ? AND o.OWNER_NAME = ? AND o.`TYPE#` = 2 AND o.FLAGS & 128 = 0"
            " AND SUBSTR(c.`COMMENT$`, 1, 22) = ?",
            (con_id, owner, _COMMENT_PREFIX),
        )
        return {name for (name,) in rows}

    def create(self, session: Session, job: LiveJob, remote_link: str | None, version: str) -> int:
        """The table of a new job, as the session's user would create it; gives its OBJECT_ID.

        Raises what CREATE TABLE raises: ORA-00955, ORA-01031, ORA-01950 and so on."""
        session.require_writable()
        session.privileges.require("CREATE TABLE", "CREATE ANY TABLE")
        now = self._database.now()
        with atomic(self._database):
            target = self.define(
                job.con_id,
                job.owner,
                job.name,
                layout(self._database.release.name).columns,
                comment=names.master_comment(job.operation, job.mode),
            )
            space.require_writable_tablespace(self._database, target)
            space.require_space(self._database, target)
        description = JobDescription(
            owner=job.owner,
            name=job.name,
            operation=job.operation,
            mode=job.mode,
            state=str(State.DEFINING),
            start_time=now,
            instance=session.instance_name,
            version=self._database.release.version_text,
            job_version=version,
            remote_link=remote_link,
            guid=master_rows.guid(self._database.name, job.owner, job.name, target.object_id),
        )
        self.content.write(target, [master_rows.job_row(description, job.inst_id)])
        return target.object_id

    def define(
        self,
        con_id: int,
        owner: str,
        name: str,
        columns: Sequence[Column],
        *,
        comment: str,
        constrained: bool = True,
        indexes: Sequence[tuple[str, ...]] | None = None,
        tablespace: str | None = None,
        object_id: int | None = None,
        created: datetime.datetime | None = None,
        last_ddl: datetime.datetime | None = None,
        size: int | None = None,
    ) -> StoredObject:
        """The table with its unique constraint, indexes and comment.

        indexes None: those of the database's release. tablespace None: the owner's default. size in bytes."""
        definition = tables.TableDefinition(
            name,
            tuple(StoredColumn(column.name, column.type, column.nullable) for column in columns),
            tablespace=tablespace,
        )
        target = tables.create_table(
            self._database, con_id, owner, definition, object_id=object_id, created=created, last_ddl=last_ddl
        )
        if constrained:
            constraints.add_constraint(self._database, target, constraints.ConstraintDefinition("U", UNIQUE_COLUMNS))
        if indexes is None:
            indexes = layout(self._database.release.name).indexes
        for number, index_columns in enumerate(indexes, 1):
            index_name = f"SYS_MTABLE_{target.object_id:09X}_IND_{number}"
            create_index(self._database, target, owner, index_name, index_columns, generated=True)
        self._database.objects.set_comment(con_id, target.object_id, None, comment)
        if size is not None:
            self._set_size(target, size)
        return target

    def drop(self, job: LiveJob) -> None:
        """As Data Pump drops it at the end of a job: for good, never into the recycle bin."""
        target = self.of(job)
        if target is not None:
            tables.remove_table(self._database, target)
            self._database.relations.clear()

    def _comment(self, target: StoredObject) -> str | None:
        row = self._sqlite.execute(
            "SELECT `COMMENT$` FROM `com$` WHERE CON_ID = ? AND `OBJ#` = ? AND `COL#` IS NULL",
            (target.con_id, target.object_id),
        ).fetchone()
        return row[0] if row and str(row[0]).startswith(_COMMENT_PREFIX) else None

    def _set_size(self, target: StoredObject, size: int) -> None:
        self._sqlite.execute(
            "UPDATE `seg$` SET BYTES = ?, BLOCKS = ?, EXTENTS = ? WHERE CON_ID = ? AND `OBJ#` = ?",
            (size, size // 8192, max(1, size // space.INITIAL_EXTENT), target.con_id, target.object_id),
        )
