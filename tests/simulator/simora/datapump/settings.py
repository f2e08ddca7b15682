# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a scenario says about the jobs that clients start: how fast they are, what they cost, where they fail."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from .pump_objects import PumpObject


@dataclasses.dataclass
class PlannedError:
    """An error that a job meets. What is None does not matter; times: how often, None for every time.

    number: of the object in the order of processing, from 1. fatal: the job stops by it. wait: seconds of a resumable
    wait, after which the object is processed all the same.
    """

    code: int
    job: str | None = None
    object: str | None = None
    type: str | None = None
    number: int | None = None
    arguments: tuple[str, ...] = ()
    fatal: bool = False
    wait: float | None = None
    times: int | None = 1

    def strikes(self, job: str, number: int, item: PumpObject) -> bool:
        """Counts the strike."""
        matches = (
            self.times != 0
            and self.job in (None, job)
            and self.number in (None, number)
            and self.type in (None, item.type)
            and self.object in (None, f"{item.base_schema or item.schema}.{item.base_name or item.name}")
        )
        if matches and self.times is not None:
            self.times -= 1
        return matches


@dataclasses.dataclass
class Settings:
    """seconds_per_object, bytes_per_second: of one worker, in the database's own time.

    full_dump_files: whether an export without space in its dump files waits for more of them, or stops.
    missing_paths: what directory objects name, and the server does not have.
    """

    seconds_per_object: float = 0.1
    bytes_per_second: float = 10 * 1024 * 1024
    full_dump_files: str = "wait"
    missing_paths: list[str] = dataclasses.field(default_factory=list)
    errors: list[PlannedError] = dataclasses.field(default_factory=list)

    def is_missing(self, path: str) -> bool:
        """Whether no file can be made there."""
        return path in self.missing_paths

    def duration(self, item: PumpObject) -> float:
        return self.seconds_per_object + item.size / self.bytes_per_second

    def error_for(self, job: str, number: int, item: PumpObject) -> PlannedError | None:
        return next((error for error in self.errors if error.strikes(job, number, item)), None)


def read_settings(description: Mapping[str, Any]) -> Settings:
    """From the key `datapump` of a database, already checked against the schema."""
    values = dict(description)
    errors = [
        PlannedError(**{**error, "arguments": tuple(error.get("arguments", ()))}) for error in values.pop("errors", ())
    ]
    return Settings(**values, errors=errors)
