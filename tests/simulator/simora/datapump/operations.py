# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the three operations have in common: how a job begins, goes on and ends, and what its log says about it."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..errors import OraError
from .definition import Definition
from .dictionary_source import DictionarySource
from .master_objects import PlannedObject
from .memory import LiveJob
from .messages import closing_time, elapsed, size_text
from .process_session import ProcessSession, process_session, satisfies
from .pump_objects import PumpObject, path
from .selection import Selection
from .sources import LiveSource

if TYPE_CHECKING:
    from ..world.objects import StoredObject
    from .service import DataPump


class Abort(Exception):
    """A fatal error: the job stops. errors: what its log says, the outermost first."""

    def __init__(self, *errors: OraError) -> None:
        super().__init__(*errors)
        self.errors = errors


class DumpSpaceExhausted(Exception):
    """No dump file has room for so many more bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class ResumableWait(Exception):
    """An object has to wait for space that somebody must provide; error says what is missing."""

    def __init__(self, error: OraError, seconds: float) -> None:
        super().__init__(error)
        self.error = error
        self.seconds = seconds


@dataclasses.dataclass(frozen=True)
class Outcome:
    """columns: what the object's row in the master table says of it afterwards."""

    columns: Mapping[str, object]
    succeeded: bool = True


class Operation(abc.ABC):
    """One job at work. target: its master table."""

    def __init__(self, service: DataPump, job: LiveJob, target: StoredObject) -> None:
        self.service = service
        self.database = service.database
        self.job = job
        self.target = target
        self.definition: Definition = service.definition(target)

    def prepare(self) -> None:
        """Before the workers begin, each time the job is started: lists the objects when that was not done yet.

        Raises Abort."""
        content = self.service.tables.content
        title = f'"{self.job.owner}"."{self.job.name}"'
        if content.job_row(self.target, self.job.operation).get("PHASE"):
            self.say(f"Job {self.job.name} has been reopened at {closing_time(self.database.now())} ")
            self.say(f"Restarting {title}:  ")
            return
        self.begin()
        self.say(f"Starting {title}:  ")
        try:
            self.plan()
        except OraError as error:
            raise Abort(OraError(39002), error) from error
        content.update(self.target, {"PHASE": 1}, OPERATION=self.job.operation)

    @abc.abstractmethod
    def begin(self) -> None:
        """What comes before the first line of the log that names the job."""

    @abc.abstractmethod
    def plan(self) -> None:
        """Writes the objects to be processed into the master table."""

    @abc.abstractmethod
    def perform(self, entry: PlannedObject) -> Outcome:
        """Processes one object. Raises Abort and DumpSpaceExhausted; other failures are reported and told."""

    @abc.abstractmethod
    def finish(self) -> None:
        """All objects are done; the job has not ended yet."""

    def failed(self, entry: PlannedObject, error: OraError) -> Outcome:
        """Reports that an object could not be processed."""
        item = entry.object
        if item.type == "TABLE_DATA":
            self.report(OraError(31693, f'"{item.base_schema}"."{item.base_name}"'), error)
        else:
            self.report(OraError(39083, described(item)), error)
        return Outcome({"ERROR_COUNT": 1}, succeeded=False)

    def end(self) -> None:
        """The closing line: with how many errors, when, after how long."""
        row = self.service.tables.content.job_row(self.target, self.job.operation)
        errors = self.job.error_count
        outcome = f"completed with {errors} error(s)" if errors else "successfully completed"
        now = self.database.now()
        started = row.get("START_TIME", now)
        duration = elapsed(now - started)  # type: ignore[operator]
        title = f'Job "{self.job.owner}"."{self.job.name}"'
        self.say(f"{title} {outcome} at {closing_time(now)} elapsed {duration}")

    def stopped(self, *, by_user: bool) -> None:
        """The closing line of a job that can be resumed, or was killed."""
        reason = "user request" if by_user else "fatal error"
        title = f'Job "{self.job.owner}"."{self.job.name}"'
        self.say(f"{title} stopped due to {reason} at {closing_time(self.database.now())}")

    def say(self, *lines: str) -> None:
        self.service.messages.say(self.job, self.definition, *lines)

    def report(self, *errors: OraError) -> None:
        """One error, the outermost line first."""
        self.service.messages.error(self.job, self.definition, *errors)
        self.service.tables.content.update(
            self.target, {"ERROR_COUNT": self.job.error_count}, OPERATION=self.job.operation
        )

    def inform(self, *errors: OraError) -> None:
        """An error message that does not count as an error of the job."""
        text = "\n".join(error.text() for error in errors)
        self.service.messages.error_text(self.job, self.definition, text, errors[0].code)

    def say_type(self, entry: PlannedObject) -> None:
        """Names the type of an object when it is the first of its type."""
        if not self.service.objects.finished_of(self.target, entry.path):
            self.say(f"Processing object type {entry.path}")

    def say_moved(self, verb: str, item: PumpObject, size: int, rows: int) -> None:
        name = f'"{item.base_schema}"."{item.base_name}"'
        self.say(f". . {verb} {name:<50} {size_text(size):>12} {rows:>7} rows")

    @property
    def keeps_master(self) -> bool:
        """Whether the master table stays when the job has succeeded."""
        return bool(self.definition.number("KEEP_MASTER"))

    @property
    def only_lists(self) -> bool:
        """Whether the objects are listed in the master table and not processed."""
        return bool(self.definition.number("MASTER_ONLY"))

    def wants_rows(self, table: PumpObject) -> bool:
        """CONTENT is not METADATA_ONLY, for the job or for the table."""
        chosen = self.definition.data_filter("INCLUDE_ROWS", table.base_schema, table.base_name)
        return chosen is None or bool(int(str(chosen.value)))

    def wants_metadata(self) -> bool:
        """CONTENT is not DATA_ONLY."""
        return bool(self.definition.number("INCLUDE_METADATA", 1))

    def wants(self, item: PumpObject) -> bool:
        return self.wants_rows(item) if item.type == "TABLE_DATA" else self.wants_metadata()

    def object_path(self, item: PumpObject) -> str:
        return path(self.job.mode, item.type)

    def selection(self, session: ProcessSession, exported_mode: str | None = None) -> Selection:
        """exported_mode: of the export whose dump files are read; None is the job's own mode."""
        mode = self.job.mode
        return Selection(
            self.definition, mode, exported_mode or mode, lambda subject, text: satisfies(session, subject, text)
        )

    def live_source(self, session: ProcessSession) -> LiveSource:
        """The dictionary of the session's database: this one, or that behind the job's link."""
        return LiveSource(
            DictionarySource(session.database, session.con_id),
            self.definition,
            self.selection(session),
            mode=self.job.mode,
            owner=session.user,
            privileged=self.service.is_privileged(session.database, session.con_id, session.user, self.job.operation),
            session=session,
        )

    def session(self) -> Iterator[ProcessSession]:
        """A session of the job's owner."""
        return process_session(self.database, self.job.con_id, self.job.owner)  # type: ignore[return-value]

    def unknown_names(self, found: set[str], schemas: set[str]) -> list[OraError]:
        """Names that the client listed and that are not there. found: tables; schemas: those with an object."""
        return list(self._unknown_names(found, schemas))

    def _unknown_names(self, found: set[str], schemas: set[str]) -> Iterator[OraError]:
        from .selection import listed_names

        for item in self.definition.filters:
            if item.name == "SCHEMA_LIST":
                for name in listed_names(str(item.value)):
                    if name not in schemas:
                        yield OraError(39165, name)
            elif item.name == "NAME_LIST" and (item.object_path or self.job.mode).upper() == "TABLE":
                for name in listed_names(str(item.value)):
                    if name not in found:
                        yield OraError(39166, f"{self.job.owner}.{name}")
        # No table has partitions.
        for item in self.definition.data_filters:
            if item.name == "PARTITION_LIST":
                yield OraError(39164, item.value)


def described(item: PumpObject) -> str:
    """As messages name an object: TABLE:"SCOTT"."EMP"."""
    names = [name for name in (item.schema, item.name) if name is not None]
    if item.type in ("USER", "ROLE", "TABLESPACE"):
        names = [item.name or ""]
    return item.type + ":" + ".".join(f'"{name}"' for name in names)
