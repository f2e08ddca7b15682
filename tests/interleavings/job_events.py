# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happens to a job while clients remove, stop or kill it: its owner ends it, begins it anew, or watches it."""

from __future__ import annotations

from collections.abc import Iterator

from simora.datapump import memory

from .events import EVENTS, Event, Owner, Scene, advance

_SHARED = {
    "owner_attaches_and_starts": 5,
    "owner_attaches_to_look": 4,
    "owner_resumes_and_pauses_again": 4,
    "running_job_is_stopped": 4,
    "job_starts_unseen": 3,
    "time_passes": 6,
    "new_export_takes_the_name": 3,
    "business_table_takes_the_name": 1,
    "dba_drops": 2,
    "instance_crashes_and_comes_back": 3,
    "instance_stops_answering": 1,
    "connections_lead_to_a_clone": 2,
    "roles_are_switched": 1,
    "client_is_killed": 4,
}
"""Events of tables that matter to jobs as well, with their weights here."""

_GONE_AFTER = 15
"""Seconds in which whatever was told to stop has ended."""


def owner_begins_anew(scene: Scene) -> Iterator[None]:
    """What was there is ended with all that belongs to it, and a new job takes its name: live, or being defined."""
    owner = Owner(scene)
    owner.attach()
    owner.stop(KEEP_MASTER=0)
    owner.leave()
    if scene.random.random() < 0.5:
        yield
    advance(scene, _GONE_AFTER)
    again = Owner(scene)
    again.open()
    yield
    if scene.random.random() < 0.8:
        again.start()
        advance(scene, scene.random.choice((0.1, 1)))
    if scene.random.random() < 0.6:
        again.leave()


def owner_kills_the_job(scene: Scene) -> Iterator[None]:
    owner = Owner(scene)
    owner.attach()
    owner.stop(KEEP_MASTER=0)
    owner.leave()
    yield
    advance(scene, scene.random.choice((1, _GONE_AFTER)))


def owner_watches(scene: Scene) -> Iterator[None]:
    """Attached from now on."""
    Owner(scene).attach()
    yield


def control_process_dies(scene: Scene) -> Iterator[None]:
    database, target = scene.world.main, scene.target
    job = database.datapump.jobs.named(target.con_id, target.owner, target.name)
    with database.lock:
        for session in database.datapump.jobs.sessions(job, memory.CONTROL) if job is not None else ():
            database.datapump.lifecycle.process_killed(session.inst_id, session.sid)
    yield


JOB_EVENTS: dict[str, tuple[int, Event]] = {
    **{name: (weight, EVENTS[name][1]) for name, weight in _SHARED.items()},
    "owner_begins_anew": (8, owner_begins_anew),
    "owner_kills_the_job": (3, owner_kills_the_job),
    "owner_watches": (6, owner_watches),
    "control_process_dies": (3, control_process_dies),
}
"""Each event with its weight."""

ALL: dict[str, Event] = {name: function for name, (_weight, function) in {**EVENTS, **JOB_EVENTS}.items()}
