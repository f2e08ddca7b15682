# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dropped tables of earlier runs: which of them may be purged now."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Policy, Wish, is_protected
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database
from ansible_collections.dbops.datapump.plugins.module_utils._place import refusal as refusal_here

_IDENTITY = ("owner", "original_name", "object_name", "object_id", "dropscn")


def plan_purges(
    place: Database,
    recycle_bin: Sequence[Mapping[str, Any]] | None,
    pending: Sequence[Mapping[str, Any]],
    grace: int,
    policy: Policy,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What to purge, and what is kept and why.

    An entry of the recycle bin is ours only if all its numbers are those that the dropping run left.
    """
    ours = [_pending(position, entry) for position, entry in enumerate(pending)]
    purge, kept = [], []
    for entry in recycle_bin or []:
        match = next((known for known in ours if _is_same(place, known, entry)), None)
        if match is None:
            kept.append(_kept(entry, "not_ours", "No run is known to have dropped it.", "pending"))
            continue
        refusal = refusal_here(place, Wish(entry["owner"], entry["original_name"], con_uid=place.con_uid))
        if refusal:
            kept.append(_kept(entry, refusal.reason, refusal.text, refusal.option))
            continue
        if is_protected(policy, entry["owner"], entry["original_name"]):
            kept.append(_kept(entry, "protected", "It is protected.", "protect"))
            continue
        age = (place.server_time - datetime.datetime.fromisoformat(entry["drop_time"])).total_seconds()
        if age < grace:
            text = f"It waits in the recycle bin for {int(grace - age)} seconds more."
            kept.append(_kept(entry, "waiting", text, "purge_after"))
            continue
        purge.append(_purge(place, entry))
    return purge, kept


def _pending(position: int, entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise InvalidOption(f"pending[{position}]", "must be a dictionary")
    missing = [key for key in (*_IDENTITY, "dbid", "con_uid") if entry.get(key) is None]
    if missing:
        raise InvalidOption(f"pending[{position}]", f"has no {', '.join(missing)}")
    return entry


def _is_same(place: Database, known: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    return (str(known["dbid"]), str(known["con_uid"])) == (str(place.dbid), str(place.con_uid)) and all(
        str(known[key]) == str(entry[key]) for key in _IDENTITY
    )


def _purge(place: Database, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "owner": entry["owner"],
        "name": entry["original_name"],
        "object_id": entry["object_id"],
        "recycle_bin_name": entry["object_name"],
        "dropscn": entry["dropscn"],
        "dbid": place.dbid,
        "con_uid": place.con_uid,
        "purge": True,
        "reason": "grace_over",
        "text": "An earlier run dropped it, and its time in the recycle bin is over.",
        "drop_time": entry["drop_time"],
    }


def _kept(entry: Mapping[str, Any], reason: str, text: str, option: str | None) -> dict[str, Any]:
    return {
        "owner": entry["owner"],
        "name": entry["original_name"],
        "object_id": entry["object_id"],
        "classification": None,
        "reason": reason,
        "text": text,
        "option": option,
    }
