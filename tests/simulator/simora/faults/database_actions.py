# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on a database as a whole: time, instances, role, containers, parameters, rights, sessions."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from ..values import DATE, to_storage
from ..world.database import Container
from .places import Action, Place, quoted
from .plan import Options

_KILLED = 28


def sql(place: Place, options: Options) -> None:
    place.run(options["text"], options.get("user", "SYS"))


def advance(place: Place, options: Options) -> None:
    place.database.clock.advance(float(options["seconds"]))


def step_clock(place: Place, options: Options) -> None:
    clock = place.database.clock
    if "to" in options:
        clock.step((datetime.datetime.fromisoformat(options["to"]) - clock.now).total_seconds())
    else:
        clock.step(float(options["seconds"]))


def end_instance(place: Place, options: Options) -> None:
    place.database.end_instance(_instance(place, options))


def start_instance(place: Place, options: Options) -> None:
    place.database.start_instance(_instance(place, options))


def restart_instance(place: Place, options: Options) -> None:
    end_instance(place, options)
    start_instance(place, options)


def silence_instance(place: Place, options: Options) -> None:
    _answers(place, options, "NO")


def restore_instance(place: Place, options: Options) -> None:
    _answers(place, options, "YES")


def _answers(place: Place, options: Options, answer: str) -> None:
    place.database.sqlite.execute(
        "UPDATE x_instance SET ANSWERS = ? WHERE INST_ID = ?", (answer, _instance(place, options))
    )


def _instance(place: Place, options: Options) -> int:
    number = int(options.get("instance", 1))
    if number not in place.database.instance_ids():
        raise ValueError(f"no instance {number}")
    return number


def switch_role(place: Place, options: Options) -> None:
    role = options["role"]
    mode = options.get("open_mode", "READ WRITE" if role == "PRIMARY" else "READ ONLY")
    place.database.sqlite.execute("UPDATE x_database SET DATABASE_ROLE = ?, OPEN_MODE = ?", (role, mode))


def new_dbid(place: Place, options: Options) -> None:
    database = place.database
    (old,) = database.sqlite.execute("SELECT DBID FROM x_database").fetchone()
    dbid = int(options.get("dbid", old + 1))
    database.sqlite.execute("UPDATE x_database SET DBID = ?", (dbid,))
    _change_container(place, dataclasses.replace(database.containers[database.root_id], dbid=dbid))


def reset_logs(place: Place, options: Options) -> None:
    """What RESTORE and OPEN RESETLOGS leave: the same DBID, another incarnation."""
    database = place.database
    database.sqlite.execute(
        "UPDATE x_database SET `RESETLOGS_CHANGE#` = ?, RESETLOGS_TIME = ?",
        (database.next_scn(), to_storage(database.now(), DATE)),
    )


def close_pdb(place: Place, options: Options) -> None:
    """CLOSE IMMEDIATE: its sessions are killed."""
    con_id = _pdb(place, options)
    _open_state(place, con_id, "MOUNTED", "NO")
    for session in list(place.database.sessions.values()):
        if session.con_id == con_id:
            session.end(_KILLED)


def open_pdb(place: Place, options: Options) -> None:
    restricted = "YES" if options.get("restricted") else "NO"
    _open_state(place, _pdb(place, options), options.get("mode", "READ WRITE"), restricted)


def replug_pdb(place: Place, options: Options) -> None:
    old = place.database.containers[_pdb(place, options)]
    _change_container(place, dataclasses.replace(old, con_uid=int(options.get("con_uid", old.con_uid + 1))))


def _pdb(place: Place, options: Options) -> int:
    container = place.database.container_named(options["name"])
    if container is None:
        raise ValueError(f"no container {options['name']}")
    return container.con_id


def _open_state(place: Place, con_id: int, mode: str, restricted: str) -> None:
    place.database.sqlite.execute(
        "UPDATE x_container_state SET OPEN_MODE = ?, RESTRICTED = ?, OPEN_TIME = ? WHERE CON_ID = ?",
        (mode, restricted, to_storage(place.database.now(), DATE), con_id),
    )


def _change_container(place: Place, changed: Container) -> None:
    place.database.containers[changed.con_id] = changed
    place.database.sqlite.execute(
        "UPDATE x_container SET DBID = ?, CON_UID = ? WHERE CON_ID = ?",
        (changed.dbid, changed.con_uid, changed.con_id),
    )


def set_parameter(place: Place, options: Options) -> None:
    """As after a restart with another parameter file."""
    found = place.database.sqlite.execute(
        "UPDATE x_parameter SET VALUE = ?, ISDEFAULT = 'FALSE' WHERE NAME = ?",
        (str(options["value"]), options["name"].lower()),
    ).rowcount
    if not found:
        raise ValueError(f"unknown parameter {options['name']}")


def grant(place: Place, options: Options) -> None:
    place.run(f"GRANT {options['privilege']} TO {quoted(options['user'])}")


def revoke(place: Place, options: Options) -> None:
    place.run(f"REVOKE {options['privilege']} FROM {quoted(options['user'])}")


def lock_account(place: Place, options: Options) -> None:
    place.run(f"ALTER USER {quoted(options['user'])} ACCOUNT LOCK")


def unlock_account(place: Place, options: Options) -> None:
    place.run(f"ALTER USER {quoted(options['user'])} ACCOUNT UNLOCK")


def expire_account(place: Place, options: Options) -> None:
    place.run(f"ALTER USER {quoted(options['user'])} PASSWORD EXPIRE")


def kill_session(place: Place, options: Options) -> None:
    """session: a SID, or `this`; user: every session of that user."""
    wanted = options.get("session")
    if wanted == "this" and place.session is not None:
        wanted = place.session.sid
    rows = place.database.sqlite.execute(
        "SELECT SID FROM x_session WHERE SID = ? OR USERNAME = ?", (wanted, options.get("user"))
    ).fetchall()
    if not rows:
        raise ValueError(f"no session of {options}")
    for (sid,) in rows:
        place.database.kill_session(sid)


ACTIONS: Mapping[str, Action] = {
    "sql": sql,
    "advance": advance,
    "step_clock": step_clock,
    "end_instance": end_instance,
    "start_instance": start_instance,
    "restart_instance": restart_instance,
    "silence_instance": silence_instance,
    "restore_instance": restore_instance,
    "switch_role": switch_role,
    "new_dbid": new_dbid,
    "reset_logs": reset_logs,
    "close_pdb": close_pdb,
    "open_pdb": open_pdb,
    "replug_pdb": replug_pdb,
    "set_parameter": set_parameter,
    "grant": grant,
    "revoke": revoke,
    "lock_account": lock_account,
    "unlock_account": unlock_account,
    "expire_account": expire_account,
    "kill_session": kill_session,
}
