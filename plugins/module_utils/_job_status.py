# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What GET_STATUS says about a job, and the line that tells people of it. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._errors import codes_in
from ansible_collections.dbops.datapump.plugins.module_utils._job_sql import FIELD_END, RECORD_END
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown

_UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")
_TEMPLATE = "3"
"""KU$_DUMPFILE_TYPE_TEMPLATE: a name with substitution variables, which is no file itself."""
_AT_WORK = "EXECUTING"


@dataclass(frozen=True)
class Message:
    """One entry of a log, which may have several lines. `code` is like ORA-31684, None for what is no error."""

    code: str | None
    text: str

    @property
    def codes(self) -> tuple[str, ...]:
        """All error codes in it, the one it is about first."""
        return tuple(dict.fromkeys([*([self.code] if self.code else []), *codes_in(self.text)]))


@dataclass(frozen=True)
class WorkerStatus:
    """What one worker is at. Numbers are None where the worker does not count such things."""

    process: str
    state: str
    schema: str | None
    name: str | None
    object_type: str | None
    completed_objects: int | None
    total_objects: int | None
    completed_rows: int | None
    percent: int | None


@dataclass(frozen=True)
class JobStatus:
    """One answer of GET_STATUS. Parts that were not asked for are None or empty."""

    state: str
    time: datetime.datetime
    """By the server's clock, in UTC."""
    name: str | None = None
    percent: int | None = None
    """Of the data, as Oracle estimates it. Says nothing about when the job is done."""
    bytes_done: int | None = None
    bytes_total: int | None = None
    degree: int | None = None
    error_count: int | None = None
    workers: tuple[WorkerStatus, ...] = ()
    dump_files: tuple[tuple[str, int], ...] = ()
    """Path, and bytes written so far."""
    messages: tuple[Message, ...] = ()
    """What came into the log since the last question."""
    problems: tuple[Message, ...] = ()
    """What came into the log as errors, or what the last call failed with."""


def status_of(outputs: Mapping[str, Any]) -> JobStatus:
    """From the OUT binds of the status block."""
    return JobStatus(
        state=outputs["out_state"] or "UNDEFINED",
        time=outputs["out_time"],
        name=outputs["out_name"],
        percent=_number(outputs["out_percent"]),
        bytes_done=_number(outputs["out_bytes"]),
        bytes_total=_number(outputs["out_total"]),
        degree=_number(outputs["out_degree"]),
        error_count=_number(outputs["out_errors"]),
        workers=tuple(_worker(fields) for fields in _records(outputs["out_workers"], 9)),
        dump_files=tuple(
            (path, int(size or 0)) for path, kind, size in _records(outputs["out_files"], 3) if kind != _TEMPLATE
        ),
        messages=_messages(outputs["out_messages"]),
        problems=_messages(outputs["out_problems"]),
    )


@dataclass(frozen=True)
class Pace:
    """How fast a job gets on, from what it said first to what it says now."""

    bytes_per_second: float | None
    """None until something has been measured."""
    left_seconds: int | None
    """Estimated; None when nothing can be estimated."""


def pace(first: JobStatus, now: JobStatus) -> Pace:
    """From two answers about the same job."""
    passed = (now.time - first.time).total_seconds()
    if passed <= 0 or now.bytes_done is None or first.bytes_done is None or now.bytes_done <= first.bytes_done:
        return Pace(None, None)
    rate = (now.bytes_done - first.bytes_done) / passed
    if not now.bytes_total or now.bytes_total < now.bytes_done:
        return Pace(rate, None)
    return Pace(rate, round((now.bytes_total - now.bytes_done) / rate))


def progress_line(job: str, first: JobStatus, now: JobStatus, errors: int) -> str:
    """What a job is at, on one line, for people who wait."""
    parts = [f"{job}: {now.state}"]
    if now.percent is not None:
        parts.append(f"{now.percent}%")
    if now.bytes_done is not None:
        total = f" of {size(now.bytes_total)}" if now.bytes_total else ""
        parts.append(f"{size(now.bytes_done)}{total}")
    speed = pace(first, now) if now.state == _AT_WORK else Pace(None, None)
    if speed.bytes_per_second is not None:
        parts.append(f"{size(speed.bytes_per_second)}/s")
    if speed.left_seconds is not None:
        end = now.time + datetime.timedelta(seconds=speed.left_seconds)
        parts.append(f"{duration(speed.left_seconds)} left, until {end:%H:%M:%S} UTC")
    parts += [text for text in map(_at, now.workers) if text]
    if errors:
        parts.append(f"errors: {errors}")
    return ", ".join(parts)


def size(number: float) -> str:
    """Bytes as people read them."""
    for unit in _UNITS[:-1]:
        if number < 1024:
            return f"{number:.0f} {unit}" if unit == _UNITS[0] else f"{number:.1f} {unit}"
        number /= 1024
    return f"{number:.1f} {_UNITS[-1]}"


def duration(seconds: int) -> str:
    """Seconds as people read them."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _at(worker: WorkerStatus) -> str | None:
    if worker.state != _AT_WORK or not (worker.name or worker.object_type):
        return None
    place = ".".join(shown(part) for part in (worker.schema, worker.name) if part)
    what = place or shown(worker.object_type or "")
    return f"{worker.process} {what}" + (f" {worker.percent}%" if worker.percent is not None else "")


def _records(text: str | None, fields: int) -> list[list[str]]:
    """The records of a list that a block made one text of. The last one is left out when it was cut off."""
    records = [record.split(FIELD_END) for record in (text or "").split(RECORD_END)[:-1]]
    return [record for record in records if len(record) == fields]


def _messages(text: str | None) -> tuple[Message, ...]:
    return tuple(Message(_code(number), line.strip()) for number, line in _records(text, 2))


def _code(number: str) -> str | None:
    value = _number(number)
    return f"ORA-{abs(value):05d}" if value else None


def _worker(fields: list[str]) -> WorkerStatus:
    process, state, schema, name, object_type, completed, total, rows, percent = fields
    return WorkerStatus(
        process,
        state,
        schema or None,
        name or None,
        object_type or None,
        _number(completed),
        _number(total),
        _number(rows),
        _number(percent),
    )


def _number(value: Any) -> int | None:
    return None if value is None or value == "" else int(float(value))
