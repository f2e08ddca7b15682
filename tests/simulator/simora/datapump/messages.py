# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a job says: to the clients that are attached (GET_STATUS), and into its log file."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

from ..errors import OraError
from .definition import Definition
from .failures import LogLine
from .memory import JobMemory, LiveJob

if TYPE_CHECKING:
    from ..world.database import Database


@dataclasses.dataclass(frozen=True)
class Message:
    """number: counts the messages of a job from 1. is_error: GET_STATUS hands it out with JOB_ERROR too."""

    number: int
    error_number: int
    is_error: bool
    text: str

    def log_line(self) -> LogLine:
        return LogLine(self.number, self.error_number, self.text)


class Messages:
    def __init__(self, database: Database, jobs: JobMemory) -> None:
        self._database = database
        self._sqlite = database.sqlite
        self._jobs = jobs

    def say(self, job: LiveJob, definition: Definition, *lines: str) -> None:
        """Each line is one message."""
        for line in lines:
            self._tell(job, definition, 0, False, line)
            self._log(definition, line)

    def log_only(self, definition: Definition, line: str) -> None:
        self._log(definition, line)

    def error(self, job: LiveJob, definition: Definition, *errors: OraError) -> None:
        """One message of as many lines as there are errors, the first of which names it. Counts as one error."""
        job.error_count += 1
        self._jobs.save(job)
        self.error_text(job, definition, "\n".join(error.text() for error in errors), errors[0].code)

    def error_text(self, job: LiveJob, definition: Definition, text: str, error_number: int) -> None:
        """An error message that does not count."""
        self._tell(job, definition, error_number, True, text)
        for line in text.splitlines():
            self._log(definition, line)

    def since(self, job: LiveJob, number: int) -> list[Message]:
        """Those with higher numbers."""
        rows = self._sqlite.execute(
            "SELECT MESSAGE, ERROR_NUMBER, IS_ERROR, TEXT FROM x_datapump_message WHERE JOB_ID = ? AND MESSAGE > ?"
            " ORDER BY MESSAGE",
            (job.job_id, number),
        )
        return [Message(row[0], row[1], bool(row[2]), row[3]) for row in rows]

    def last_number(self, job: LiveJob) -> int:
        (number,) = self._sqlite.execute(
            "SELECT COALESCE(MAX(MESSAGE), 0) FROM x_datapump_message WHERE JOB_ID = ?", (job.job_id,)
        ).fetchone()
        return int(number)

    def _tell(self, job: LiveJob, definition: Definition, error_number: int, is_error: bool, text: str) -> None:
        if definition.text("LOGTIME") in ("STATUS", "ALL"):
            text = self._stamp() + text
        self._sqlite.execute(
            "INSERT INTO x_datapump_message VALUES (?, ?, ?, ?, ?, ?)",
            (job.con_id, job.job_id, self.last_number(job) + 1, error_number, int(is_error), text),
        )
        self._database.lock.notify_all()

    def _log(self, definition: Definition, line: str) -> None:
        file = definition.log_file
        if file is None:
            return
        if definition.text("LOGTIME") in ("LOGFILE", "ALL"):
            line = self._stamp() + line
        self._database.files.append(file.path, (line + "\n").encode())

    def _stamp(self) -> str:
        return log_time(self._database.clock.now) + ": "


def log_time(moment: datetime.datetime) -> str:
    """As LOGTIME writes it: 15-JAN-26 03:00:01.250."""
    return moment.strftime("%d-%b-%y %H:%M:%S").upper() + f".{moment.microsecond // 1000:03d}"


def closing_time(moment: datetime.datetime) -> str:
    """As the last line of a log writes it: Thu Jan 15 03:00:01 2026."""
    return moment.strftime("%a %b ") + f"{moment.day} {moment:%H:%M:%S %Y}"


def elapsed(duration: datetime.timedelta) -> str:
    """As logs write it: days, hours, minutes, seconds, such as 0 00:04:31."""
    seconds = max(0, int(duration.total_seconds()))
    days, rest = divmod(seconds, 86400)
    return f"{days} {rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"


def size_text(size: int) -> str:
    """As logs write the bytes of a table: 8.781 KB, 12.50 MB."""
    amount = float(size)
    for unit in ("bytes", "KB", "MB"):
        if amount < 1024:
            return f"{int(amount)} {unit}" if unit == "bytes" else f"{amount:.4g} {unit}"
        amount /= 1024
    return f"{amount:.4g} GB"
