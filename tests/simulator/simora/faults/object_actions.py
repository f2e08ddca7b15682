# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on tables and on the recycle bin."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import OraError
from ..world import container_content, recycle_bin, session_rows
from . import job_actions
from .places import Action, Place, quoted
from .plan import Options

_NOT_IN_BIN = 38307
# How the session is named that datapump's processes lock a table with.
_LOCKER = "sqlplus@workstation"


def recreate_table(place: Place, options: Options) -> None:
    """Dropped, and there again under the same name: a new export's master table, what another crash left, or something
    that is no master table at all."""
    owner, name = options["owner"], options["name"]
    table = f"{quoted(owner)}.{quoted(name)}"
    place.run(f"DROP TABLE {table} PURGE" if options.get("purge") else f"DROP TABLE {table}")
    match options.get("as", "export"):
        case "export":
            job_actions.open_job(place, {"operation": "EXPORT", "mode": "SCHEMA", "owner": owner, "name": name})
        case "leftover":
            job_actions.add_job(place, {"owner": owner, "name": name})
        case "business":
            place.run(f"CREATE TABLE {table} (ID NUMBER PRIMARY KEY, NOTE VARCHAR2(100))")
        case other:
            raise ValueError(f"a table is not recreated as {other}")


def lock_table(place: Place, options: Options) -> None:
    table = place.table(options)
    inst_id = place.session.instance_id if place.session is not None else place.database.instance_ids()[0]
    place.database.datapump.processes.lock(table, table.owner, inst_id)


def unlock_table(place: Place, options: Options) -> None:
    rows = place.database.sqlite.execute(
        "SELECT s.SID FROM x_session s JOIN x_lock l ON l.SID = s.SID"
        " WHERE s.PROGRAM = ? AND l.CON_ID = ? AND l.TYPE = 'TM' AND l.ID1 = ?",
        (_LOCKER, place.con_id, place.table(options).object_id),
    ).fetchall()
    for (sid,) in rows:
        session_rows.delete_process(place.database, sid)


def add_bin_entry(place: Place, options: Options) -> None:
    description = {key: value for key, value in options.items() if key != "container"}
    container_content.create_bin_entry(place.database, place.con_id, description)


def purge_bin_entry(place: Place, options: Options) -> None:
    """As Oracle does by itself when space is short: the oldest one first. Raises ORA-38307 when there is none."""
    entries = [
        entry
        for entry in recycle_bin.all_entries(place.database, place.con_id)
        if entry.is_table and _is_meant(place, entry, options)
    ]
    if not entries:
        raise OraError(_NOT_IN_BIN)
    recycle_bin.purge(place.database, entries[0])


def _is_meant(place: Place, entry: recycle_bin.Entry, options: Options) -> bool:
    if "object_id" in options:
        return bool(entry.object_id == options["object_id"])
    owner = place.database.accounts.number(place.con_id, options["owner"])
    return entry.owner_id == owner and entry.original_name == options["original_name"]


ACTIONS: Mapping[str, Action] = {
    "recreate_table": recreate_table,
    "lock_table": lock_table,
    "unlock_table": unlock_table,
    "add_bin_entry": add_bin_entry,
    "purge_bin_entry": purge_bin_entry,
}
