# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on Data Pump jobs: what their owners do through the API, and moments of a job that are hard to meet."""

from __future__ import annotations

from collections.abc import Mapping

from ..datapump.memory import LiveJob
from ..datapump.scenario import load_jobs
from ..errors import OraError
from .places import Action, Place, session_of, staying_sessions
from .plan import Options

_NO_SUCH_JOB = 31626

_OPEN = """DECLARE h NUMBER;
BEGIN
  h := SYS.DBMS_DATAPUMP.OPEN(:operation, :job_mode, NULL, :job_name);
END;"""
_ATTACH = """DECLARE h NUMBER;
BEGIN
  h := SYS.DBMS_DATAPUMP.ATTACH(:job_name, :job_owner);
END;"""
_START = """DECLARE h NUMBER;
BEGIN
  h := SYS.DBMS_DATAPUMP.ATTACH(:job_name, :job_owner);
  SYS.DBMS_DATAPUMP.START_JOB(h);
  SYS.DBMS_DATAPUMP.DETACH(h);
END;"""
_STOP = """DECLARE h NUMBER;
BEGIN
  h := SYS.DBMS_DATAPUMP.ATTACH(:job_name, :job_owner);
  SYS.DBMS_DATAPUMP.STOP_JOB(h, TO_NUMBER(:immediate), TO_NUMBER(:keep_master), TO_NUMBER(:delay));
END;"""


def add_job(place: Place, options: Options) -> None:
    description = {key: value for key, value in options.items() if key != "container"}
    load_jobs(place.database, place.database.containers[place.con_id], [description])


def open_job(place: Place, options: Options) -> None:
    """A new job of the owner's that takes its time without any objects; start false leaves it being defined."""
    binds = [options.get("operation", "EXPORT"), options.get("mode", "SCHEMA"), options["name"]]
    _as_client(place, options, _OPEN, binds, stays=True)
    if options.get("start", True):
        place.database.datapump.lifecycle.started(_live(place, options), planned=False)
        detach_job(place, options)


def start_job(place: Place, options: Options) -> None:
    _as_client(place, options, _START, [options["name"], options["owner"]])


def stop_job(place: Place, options: Options) -> None:
    _stop(place, options, immediate="1" if options.get("immediate") else "0", keep_master="1")


def kill_job(place: Place, options: Options) -> None:
    """As KILL_JOB of the command-line client: the master table goes, and an export's dump files."""
    _stop(place, options, immediate="1", keep_master="0")


def _stop(place: Place, options: Options, immediate: str, keep_master: str) -> None:
    binds = [options["name"], options["owner"], immediate, keep_master, str(options.get("delay", 0))]
    _as_client(place, options, _STOP, binds)


def attach_job(place: Place, options: Options) -> None:
    _as_client(place, options, _ATTACH, [options["name"], options["owner"]], stays=True)


def detach_job(place: Place, options: Options) -> None:
    for session in staying_sessions(place, _purpose(options)):
        session.end(None)


def _as_client(place: Place, options: Options, block: str, binds: list[str], *, stays: bool = False) -> None:
    from ..engine import Bind
    from ..values import VARCHAR2

    with session_of(place, options["owner"], action=_purpose(options), stays=stays) as session:
        session.run(block, [Bind(VARCHAR2, value) for value in binds])


def _purpose(options: Options) -> str:
    return f"{options['owner']}.{options['name']}"


def job_starting(place: Place, options: Options) -> None:
    """Started, and for so long neither in the list nor without processes."""
    start_job(place, options)
    database, job = place.database, _live(place, options)
    job.listed = False
    job.epoch += 1
    database.datapump.jobs.save(job)
    epoch = job.epoch

    def is_listed() -> None:
        current = database.datapump.jobs.find(job.job_id)
        if current is not None and current.epoch == epoch:
            database.datapump.lifecycle.begin_work(current)

    database.clock.schedule(float(options["seconds"]), is_listed)


def job_finishing(place: Place, options: Options) -> None:
    """Its work is done: the entry has left the list, the master table goes after so many seconds."""
    place.database.datapump.lifecycle.finish(_live(place, options), float(options["seconds"]))


def hide_job(place: Place, options: Options) -> None:
    _set_queue(place, options, None)


def show_job(place: Place, options: Options) -> None:
    _set_queue(place, options, place.database.datapump.queue_name(_live(place, options).inst_id))


def _set_queue(place: Place, options: Options, queue: str | None) -> None:
    job = _live(place, options)
    job.control_queue = queue
    place.database.datapump.jobs.save(job)


def _live(place: Place, options: Options) -> LiveJob:
    """Raises ORA-31626 for a job that has no entry in memory."""
    job = place.database.datapump.jobs.named(place.con_id, options["owner"], options["name"])
    if job is None:
        raise OraError(_NO_SUCH_JOB)
    return job


ACTIONS: Mapping[str, Action] = {
    "add_job": add_job,
    "open_job": open_job,
    "start_job": start_job,
    "stop_job": stop_job,
    "kill_job": kill_job,
    "attach_job": attach_job,
    "detach_job": detach_job,
    "job_starting": job_starting,
    "job_finishing": job_finishing,
    "hide_job": hide_job,
    "show_job": show_job,
}
