# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The admin port: a tester's view of the world, beside what a client could see. One JSON request and reply per line.

Every request names its command, and its service where it is about one database:
statements, clear_statements, statistics, snapshot, now, advance(seconds), kill_session(sid), end_instance(instance),
start_instance(instance), restart_instance(instance), services, shutdown; and about faults, with a service or for the
listener: inject(fault), faults, clear_faults(ids), release, change(do).
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import datetime
import json
import socket
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from . import runtime
from .errors import OraError
from .faults.injection import Faults
from .wire.server import Server
from .world.database import Database
from .world.listener import Listener

Request = dict[str, Any]


class AdminServer:
    """Listens on loopback. stopping is set when a client asks for shutdown. server: whose connections are counted."""

    def __init__(self, listener: Listener, port: int, stopping: runtime.Flag, server: Server) -> None:
        self._listener = listener
        self._server = server
        self._stopping = stopping
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self._task = runtime.spawn(self._accept, name="admin")

    def close(self) -> None:
        # In this order, so that the thread is not in accept() when another socket gets the number.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._task.join()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, dummy = self._socket.accept()
            except OSError:
                return
            runtime.spawn(self._serve, connection, name="admin client")

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rw", encoding="utf-8") as stream:
            for line in stream:
                stream.write(json.dumps(self._reply(line), default=_plain) + "\n")
                stream.flush()

    def _reply(self, line: str) -> Request:
        try:
            request = json.loads(line)
            return {"ok": True, **self.execute(request)}
        except (ValueError, KeyError, TypeError, OraError) as error:
            return {"ok": False, "error": f"{type(error).__name__}: {error}"}

    def execute(self, request: Request) -> Request:
        """The reply without its "ok". Raises KeyError or ValueError for what it does not know."""
        command = request["command"]
        if command == "services":
            return {"services": self._listener.service_names()}
        if command == "shutdown":
            self._stopping.set()
            return {}
        if "service" not in request and command == "statistics":
            return dataclasses.asdict(self._server.statistics())
        if "service" not in request and command in _FAULT_COMMANDS:
            return _FAULT_COMMANDS[command](self._listener.faults, request)
        database = self._listener.lookup(service_name=request["service"], sid=None).database
        with database.lock:
            if command in _FAULT_COMMANDS:
                return _FAULT_COMMANDS[command](database.faults, request)
            return _COMMANDS[command](database, request)


def _statements(database: Database, request: Request) -> Request:
    return {"statements": [dataclasses.asdict(entry) for entry in database.statements.entries]}


def _clear_statements(database: Database, request: Request) -> Request:
    database.statements.clear()
    return {}


def _statistics(database: Database, request: Request) -> Request:
    return dict(database.statements.statistics())


def _now(database: Database, request: Request) -> Request:
    return {"now": database.clock.now}


def _advance(database: Database, request: Request) -> Request:
    database.clock.advance(float(request["seconds"]))
    database.lock.notify_all()
    return _now(database, request)


def _kill_session(database: Database, request: Request) -> Request:
    row = database.sqlite.execute("SELECT 1 FROM x_session WHERE SID = ?", (request["sid"],)).fetchone()
    if row is None:
        raise ValueError(f"no session {request['sid']}")
    database.kill_session(int(request["sid"]))
    return {}


def _end_instance(database: Database, request: Request) -> Request:
    database.end_instance(_instance(database, request))
    return {}


def _start_instance(database: Database, request: Request) -> Request:
    database.start_instance(_instance(database, request))
    return {}


def _restart_instance(database: Database, request: Request) -> Request:
    _end_instance(database, request)
    return _start_instance(database, request)


def _instance(database: Database, request: Request) -> int:
    number = int(request.get("instance", 1))
    if number not in database.instance_ids():
        raise ValueError(f"no instance {number}")
    return number


# What a probe looks at, as the dictionary has it and not as a user would see it.
_SNAPSHOT = {
    "tables": "SELECT o.CON_ID, o.OWNER_NAME AS OWNER, o.NAME, o.`OBJ#` AS OBJECT_ID, o.CTIME AS CREATED,"
    " o.MTIME AS LAST_DDL, c.`COMMENT$` AS COMMENTS FROM `obj$` o"
    " LEFT JOIN `com$` c ON c.CON_ID = o.CON_ID AND c.`OBJ#` = o.`OBJ#` AND c.`COL#` IS NULL"
    " WHERE o.`TYPE#` = 2 AND o.FLAGS & 128 = 0 AND o.ORACLE_MAINTAINED = 'N' ORDER BY 1, 2, 3",
    "recycle_bin": "SELECT r.CON_ID, o.OWNER_NAME AS OWNER, r.ORIGINAL_NAME, o.NAME AS OBJECT_NAME,"
    " r.`OBJ#` AS OBJECT_ID, r.BO AS BASE_OBJECT, r.`TYPE#` = 2 AS IS_TABLE, r.DROPSCN FROM `recyclebin$` r"
    " JOIN `obj$` o ON o.CON_ID = r.CON_ID AND o.`OBJ#` = r.`OBJ#` ORDER BY r.DROPSCN, r.`OBJ#`",
    "jobs": "SELECT * FROM x_datapump_job ORDER BY job_id",
    "sessions": "SELECT CON_ID, INST_ID, SID, `SERIAL#` AS SERIAL, USERNAME, STATUS, PROGRAM, MODULE, ACTION,"
    " CLIENT_IDENTIFIER, SERVICE_NAME, LOGON_TIME FROM x_session ORDER BY SID",
    "locks": "SELECT * FROM x_lock ORDER BY SID, TYPE, ID1",
    "instances": "SELECT INST_ID, INSTANCE_NAME, STATUS, STARTUP_TIME FROM x_instance ORDER BY INST_ID",
}


def _snapshot(database: Database, request: Request) -> Request:
    found: Request = {"now": database.clock.now}
    for name, query in _SNAPSHOT.items():
        cursor = database.sqlite.execute(query)
        headings = [column[0].lower() for column in cursor.description]
        found[name] = [dict(zip(headings, row, strict=True)) for row in cursor]
    return found


_COMMANDS: dict[str, Callable[[Database, Request], Request]] = {
    "statements": _statements,
    "clear_statements": _clear_statements,
    "statistics": _statistics,
    "snapshot": _snapshot,
    "now": _now,
    "advance": _advance,
    "kill_session": _kill_session,
    "end_instance": _end_instance,
    "start_instance": _start_instance,
    "restart_instance": _restart_instance,
}


def _inject(faults: Faults, request: Request) -> Request:
    return {"id": faults.inject(request["fault"])}


def _report(faults: Faults, request: Request) -> Request:
    return dict(faults.report())


def _clear_faults(faults: Faults, request: Request) -> Request:
    faults.clear(request.get("ids"))
    return {}


def _release(faults: Faults, request: Request) -> Request:
    faults.release()
    return {}


def _change(faults: Faults, request: Request) -> Request:
    faults.change(request["do"])
    return {}


# Without a service they are about the listener's own faults.
_FAULT_COMMANDS: dict[str, Callable[[Faults, Request], Request]] = {
    "inject": _inject,
    "faults": _report,
    "clear_faults": _clear_faults,
    "release": _release,
    "change": _change,
}


def _plain(value: object) -> object:
    """What JSON has no form for."""
    if isinstance(value, bytes):
        return base64.b16encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON form of {type(value).__name__}")
