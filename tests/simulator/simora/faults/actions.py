# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes of the world by name, as a fault or a tester makes them between or inside other people's statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import database_actions, job_actions, object_actions
from .places import Action, Place
from .plan import Options

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.session import Session

ACTIONS: Mapping[str, Action] = {**database_actions.ACTIONS, **object_actions.ACTIONS, **job_actions.ACTIONS}


def perform(database: Database, name: str, options: Options, session: Session | None = None) -> None:
    """Does one action; the database's lock is held.

    session: whose statement is struck: its container is meant where options name none.
    Raises OraError for what the database refuses, LookupError and ValueError for options that name nothing.
    """
    if "container" in options:
        container = database.container_named(options["container"])
        if container is None:
            raise ValueError(f"no container {options['container']}")
        con_id = container.con_id
    else:
        con_id = session.con_id if session is not None else database.root_id
    ACTIONS[name](Place(database, con_id, session), options)
    database.relations.clear()
    database.lock.notify_all()
