# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What clients set out to do with jobs: remove dead entries, stop or kill live jobs, with or without a digest."""

from __future__ import annotations

import random
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB

from .clients import Call, Client, job_entry, parameters_of
from .history import JobConsent
from .plans import Reviewed, Step

_DEAD_IN_MEMORY = frozenset({"ghost", "wedged"})
_ALIVE = frozenset({"running", "transitional"})
_WISHES = ("removal", "stop", "kill")


def plan(generator: random.Random, reviewed: list[Reviewed]) -> list[Step]:
    """One or two calls of datapump_job: what is wished for suits one of the jobs, and may not suit the others."""
    about = generator.choice(reviewed)
    chosen = [item for item in reviewed if item is about or generator.random() < 0.6]
    wish = generator.choices(_WISHES, _weights(about))[0]
    options: dict[str, Any] = {
        "state": "stopped" if wish == "stop" else "absent",
        "kill": wish == "kill",
        "accept_dumpfile_deletion": generator.random() < 0.85,
        "accept_partial_import": generator.random() < 0.85,
        "accept_job_loss": generator.random() < 0.25,
        "stop_with_clients": generator.random() < 0.3,
        "immediate": generator.random() < 0.5,
        "escalate_after": "2" if wish == "stop" and generator.random() < 0.2 else None,
        "delay": generator.choice((0, 5, 60)),
        "wait_timeout": generator.choice(("3", "30", "5m")),
        "on_kept": "report",
    }
    if options["escalate_after"]:
        options.update(immediate=False, wait_timeout="5m")
    entries, consents = [], []
    for item in chosen:
        bound = generator.random() < (0.95 if wish == "kill" else 0.6)
        target = item.target
        given = {"digest": item.facts["digest"], "dbid": item.dbid, "con_uid": item.con_uid} if bound else {}
        entries.append(job_entry(target.owner, target.name, **given))
        consents += _consents(item, wish, options, bound=bound)
    check_mode = generator.random() < 0.04

    def call(client: Client) -> Call:
        parameters = parameters_of(JOB, client.user, **{**options, "jobs": entries})
        return Call(parameters, check_mode, job_consents=tuple(consents))

    return [call, call] if generator.random() < 0.2 else [call]


def _weights(about: Reviewed) -> tuple[int, int, int]:
    classification = about.facts["classification"]
    if classification in _DEAD_IN_MEMORY:
        return 8, 1, 1
    return (1, 5, 5) if classification in _ALIVE else (2, 1, 1)


def _consents(item: Reviewed, wish: str, options: dict[str, Any], *, bound: bool) -> list[JobConsent]:
    """With `kill` a dead entry may go all the same; to kill what is known by nothing but its name nobody consents."""
    wishes = {"removal": ["removal"], "stop": ["stop"], "kill": ["removal", "kill"] if bound else ["removal"]}[wish]
    return [
        JobConsent(
            owner=item.target.owner,
            name=item.target.name,
            wish=permitted,
            dbid=item.dbid if bound else None,
            bound=bound,
            job_id=item.job_id,
            object_id=item.target.object_id,
            accepts_clients=options["stop_with_clients"],
            accepts_loss=options["accept_job_loss"],
            accepts_deletion=options["accept_dumpfile_deletion"],
            accepts_partial=options["accept_partial_import"],
        )
        for permitted in wishes
    ]
