# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether anything may be changed where a session is. Pure."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Decision, Wish, wrong_database
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database

_ROOT_UID = 1
"""CON_UID of every CDB$ROOT."""

_SPECIAL = {
    "application": "This is part of an application container, whose objects belong to its application.",
    "proxy": "This is a proxy for a pluggable database of another container database; connect to that one.",
}


def refusal(database: Database, wish: Wish) -> Decision | None:
    """Why nothing may be changed here, None if something may."""
    return (
        wrong_database(database, wish)
        or _not_writable(database)
        or special_container(database.container_kind)
        or _root(database, wish)
        or _of_sys(database, wish)
    )


def _not_writable(database: Database) -> Decision | None:
    # Who may read USER_ views only is not told how the database is open; the database itself refuses then.
    if database.primary or not database.open_mode:
        return None
    return Decision(False, "read_only", f"The database is {database.role}, {database.open_mode}.")


def special_container(kind: str) -> Decision | None:
    """Why nothing may be changed in a container of this kind, None if something may."""
    text = _SPECIAL.get(kind)
    return None if text is None else Decision(False, f"{kind}_container", text)


def _of_sys(database: Database, wish: Wish) -> Decision | None:
    """No ANY privilege reaches what SYS owns."""
    if wish.owner != "SYS" or database.session_user == "SYS":
        return None
    return Decision(False, "needs_sysdba", "What SYS owns is reached by a session as SYS only: mode=sysdba.", "mode")


def _root(database: Database, wish: Wish) -> Decision | None:
    if not database.is_root or wish.con_uid == _ROOT_UID:
        return None
    text = (
        "This is CDB$ROOT, from which no table of a pluggable database can be dropped: connect to the service of that"
        " database or name it in container. What really belongs to the root is named with con_uid 1."
    )
    return Decision(False, "root_container", text, "container")
