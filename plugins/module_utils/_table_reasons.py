# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the reasons mean that the guarded blocks return."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "no_such_object": "No table has this object number any more.",
    "in_recycle_bin": "It is in the recycle bin by now.",
    "another_table": "The table of this object number is gone, and another one has its name.",
    "renamed": "The table of this object number has another name or owner now.",
    "changed": "The table or its rows changed since they were read.",
    "not_listed": "The job is not listed any more, which proves nothing about it.",
    "ambiguous": "The job is listed more than once.",
    "running": "The job is not NOT RUNNING any more.",
    "entry_in_memory": "An instance holds an entry of the job in memory.",
    "session_alive": "A session of Data Pump belongs to a job that cannot be told; it might be this one.",
    "process_alive": "A process of the job is alive.",
    "instance_not_read": "Not every instance of the database answered.",
    "not_a_master_table": "It is not, or not only, a master table.",
    "clock": "The times of the table lie in the future of the server's clock.",
    "too_young": "Something happened to it less than the minimum age ago.",
    "lock_timeout": "The session could not be set not to wait for locks.",
    "no_undo": "The recycle bin cannot hold this table.",
    "busy": "Another session holds a lock on it, which is a sign of life.",
    "came_alive": "The job came alive while its table was dropped; the table was brought back.",
    "identity_mismatch": "Another table had taken the name in between; it was brought back.",
    "wrong_database": "The session is in another database.",
    "read_only": "The database is not open for writing, or not the primary.",
    "not_in_recycle_bin": "The entry is not in the recycle bin any more.",
    "not_purgeable": "The recycle bin says that it cannot be purged.",
    "not_restorable": "The recycle bin says that it cannot be restored.",
    "name_taken": "An object or a job of this name exists.",
    "dropped_again": "It was brought back and dropped again meanwhile.",
    "not_found_in_recycle_bin": "The statement succeeded, but the table was not found where it should be.",
}
"""Reason to sentence."""

_NOT_UNDONE = {
    "came_alive": "The job came alive while its table was dropped.",
    "identity_mismatch": "Another table had taken the name in between, and was dropped.",
    "changed": "The comment of the table or its rows changed while it was dropped.",
}


def not_undone(reason: str | None, code: str | None, bin_name: str | None) -> str:
    """What is told of a drop that had to be undone and could not be. It is attempted once."""
    return (
        f"{_NOT_UNDONE.get(reason or '', 'The drop had to be undone.')} Bringing it back failed ({code}): it is in the"
        f" recycle bin as {bin_name}, and is not purged."
    )


GONE = frozenset({"no_such_object", "in_recycle_bin", "not_in_recycle_bin"})
"""Reasons that mean that there is nothing left to be done."""

OPTIONS = {"too_young": "min_age", "no_undo": "accept_no_undo"}
"""Reason to the option that would permit it."""
