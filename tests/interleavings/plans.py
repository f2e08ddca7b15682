# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What clients set out to do, drawn from a generator: whom they ask for, on what consent, in how many calls."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._options import MASTER_TABLE

from .clients import Call, Client, parameters_of, table_entry
from .history import Consent
from .worlds import Target

Step = Callable[[Client], "Call | None"]


@dataclass(frozen=True)
class Reviewed:
    """What a person saw of a target before the run: its facts, and all rows of its table."""

    target: Target
    facts: dict[str, Any]
    content: str
    dbid: int
    con_uid: int
    job_id: int | None
    """Of the job in memory, None for one that only its table tells of."""


def plan(generator: random.Random, reviewed: list[Reviewed]) -> list[Step]:
    """One to three calls of datapump_master_table."""
    chosen = [item for item in reviewed if generator.random() < 0.8] or [generator.choice(reviewed)]
    accept_no_undo = generator.random() < 0.3
    entries, consents = _entries(generator, chosen, accept_no_undo)
    purge = generator.random() < 0.6
    options = {
        "state": "absent",
        "tables": entries,
        "purge": purge,
        "min_age": generator.choice(("0", "0", "15m")),
        "allow_restartable": generator.random() < 0.7,
        "accept_no_undo": accept_no_undo,
        "on_kept": "report",
    }
    if generator.random() < 0.04:
        return [lambda client: Call(parameters_of(MASTER_TABLE, client.user, **options), True, consents)]
    steps: list[Step] = [lambda client: Call(parameters_of(MASTER_TABLE, client.user, **options), False, consents)]
    if not purge:
        steps += generator.choice(([], [_purge_pending], [_restore], [_purge_pending, _restore]))
    elif generator.random() < 0.15:
        steps.append(steps[0])
    return steps


def _entries(
    generator: random.Random, chosen: list[Reviewed], accept_no_undo: bool
) -> tuple[list[dict[str, Any]], tuple[Consent, ...]]:
    """By digest as a rule; else by object number, or by nothing but the name."""
    entries, consents = [], []
    for item in chosen:
        target = item.target
        how = generator.choices(("digest", "number", "name"), (6, 2, 2))[0]
        given: dict[str, Any] = {"dbid": item.dbid, "con_uid": item.con_uid} if how == "digest" else {}
        if how == "digest":
            given["digest"] = item.facts["digest"]
        if how != "name":
            given["object_id"] = target.object_id
        entries.append(table_entry(target.owner, target.name, **given))
        consents.append(
            Consent(
                owner=target.owner,
                name=target.name,
                dbid=item.dbid if how == "digest" else None,
                object_id=target.object_id if how != "name" else None,
                content=item.content if how == "digest" else None,
                accepts_no_undo=accept_no_undo,
            )
        )
    return entries, tuple(consents)


def _purge_pending(client: Client) -> Call | None:
    """A later run purges what this client's last one left in the recycle bin."""
    last = client.calls[-1]
    tables = last.result.values["tables"] if last.result else []
    dropped = [table for table in tables if table["outcome"] == "dropped" and table["recycle_bin"]]
    if not dropped:
        return None
    entries = [
        table_entry(
            table["owner"],
            table["name"],
            object_id=table["object_id"],
            recycle_bin_name=table["recycle_bin"]["object_name"],
            dropscn=table["recycle_bin"]["dropscn"],
            dbid=table["dbid"],
            con_uid=table["con_uid"],
        )
        for table in dropped
    ]
    options = {"state": "absent", "tables": entries, "purge": True, "on_kept": "report"}
    consents = tuple(_narrowed(consent, dropped) for consent in last.consents)
    return Call(parameters_of(MASTER_TABLE, client.user, **options), False, consents)


def _narrowed(consent: Consent, dropped: list[dict[str, Any]]) -> Consent:
    """Whoever passes on the entries that a report named consents to just these, by all of their numbers."""
    name = (consent.owner, consent.name)
    numbers = [(table["dbid"], table["object_id"]) for table in dropped if (table["owner"], table["name"]) == name]
    return dataclasses.replace(consent, dbid=numbers[0][0], object_id=numbers[0][1]) if numbers else consent


def _restore(client: Client) -> Call | None:
    """The same user wants back what was dropped."""
    last = client.calls[-1]
    tables = last.result.values["tables"] if last.result else []
    dropped = [table for table in tables if table["outcome"] == "dropped"]
    if not dropped:
        return None
    entries = [table_entry(table["owner"], table["name"], object_id=table["object_id"]) for table in dropped]
    options = {"state": "present", "tables": entries, "on_kept": "report"}
    return Call(parameters_of(MASTER_TABLE, client.user, **options), False, last.consents)
