# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Simulated databases in the tests' own process, one for each case, all behind one address."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
import pathlib
import time
from collections.abc import Mapping
from typing import Any

import yaml

from simora import scenario
from simora.wire.server import Server
from simora.world.database import Database
from simora.world.listener import Listener
from simora.world.statement_log import Entry

SUPPORT_NOTE = pathlib.Path(__file__).resolve().parents[1] / "simulator" / "scenarios" / "support_note.yml"
USER, PASSWORD = "DPCLEAN", "cleaner"
_SESSIONS_END_WITHIN = 20.0


class World:
    """A listener to which databases can be added while it runs."""

    def __init__(self) -> None:
        self._listener = Listener()
        self._server = Server(self._listener)
        self._server.start()
        self.port = self._server.port
        self._databases = 0

    def close(self) -> None:
        self._server.stop()

    def add(self, path: pathlib.Path = SUPPORT_NOTE, passwords: Mapping[str, str] | None = None) -> Place:
        """One more database, made from the first one of a scenario. passwords: of users that are to have others."""
        content = copy.deepcopy(_parsed(path))
        description = content["databases"][0]
        self._databases += 1
        service = f"case{self._databases}"
        description.update(services=[service], sids=[service])
        for user in description["users"]:
            user["password"] = (passwords or {}).get(user["name"], user["password"])
        content["databases"] = [description]
        scenario.add(self._listener, content, path.name)
        return Place(self.port, service, self._listener.lookup(service_name=service, sid=None).database)

    def remove(self, place: Place) -> None:
        """Forget a database that no client is connected to, so that its memory is free for others."""
        self._listener.deregister(place.database)


_cache: dict[pathlib.Path, Any] = {}


def _parsed(path: pathlib.Path) -> Any:
    if path not in _cache:
        _cache[path] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return _cache[path]


class Place:
    """One database: how to connect to it, and what is really in it."""

    def __init__(self, port: int, service: str, database: Database) -> None:
        self.port = port
        self.service = service
        self.database = database

    @property
    def connection(self) -> dict[str, Any]:
        """Connection options of the modules, for the account that cleans up."""
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "service_name": self.service,
            "user": USER,
            "password": PASSWORD,
        }

    def tables(self) -> dict[int, tuple[str, str]]:
        """Object number to owner and name of every table that is not in the recycle bin."""
        rows = self._rows("SELECT `OBJ#`, OWNER_NAME, NAME FROM `obj$` WHERE `TYPE#` = 2 AND FLAGS & 128 = 0")
        return {number: (owner, name) for number, owner, name in rows}

    def bin_entries(self) -> dict[int, str]:
        """Object number to BIN$ name of every table in the recycle bin."""
        rows = self._rows(
            "SELECT r.`OBJ#`, o.NAME FROM `recyclebin$` r JOIN `obj$` o ON o.CON_ID = r.CON_ID AND o.`OBJ#` = r.`OBJ#`"
            " WHERE r.`TYPE#` = 2"
        )
        return dict(rows)

    def jobs_in_memory(self) -> list[tuple[str, str, str]]:
        """Owner, name and state of every entry."""
        rows = self._rows("SELECT owner_name, job_name, state FROM x_datapump_job ORDER BY job_id")
        return list(rows)

    def bin_hash(self, object_ids: set[int]) -> str:
        """Digest of everything the recycle bin says of these tables and what belongs to them."""
        marks = ", ".join("?" * len(object_ids))
        rows = self._rows(f"SELECT * FROM `recyclebin$` WHERE BO IN ({marks}) ORDER BY `OBJ#`", *sorted(object_ids))
        return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()

    def fingerprint(self) -> str:
        """Digest of everything that the next run can come across, the time and session numbers apart."""
        objects = self._rows("SELECT * FROM `obj$` ORDER BY CON_ID, `OBJ#`")
        entries = self._rows("SELECT * FROM `recyclebin$` ORDER BY CON_ID, `OBJ#`")
        locks = self._rows("SELECT TYPE, ID1 FROM x_lock ORDER BY 1, 2")
        return hashlib.sha256(
            json.dumps([objects, entries, locks, self.jobs_in_memory()], default=str).encode()
        ).hexdigest()

    def statements(self) -> list[Entry]:
        """The statement log."""
        with self.database.lock:
            return list(self.database.statements.entries)

    def logons(self) -> int:
        """How often somebody tried to log on."""
        return self.database.statements.logons

    def forget_statements(self) -> None:
        """Begin the statement log anew."""
        with self.database.lock:
            self.database.statements.clear()

    def advance(self, seconds: float) -> None:
        """Let the server's clock move on."""
        with self.database.lock:
            self.database.clock.advance(seconds)

    def inject(self, fault: dict[str, Any]) -> str:
        """Let a fault wait for its moment, as a scenario describes it. Returns its id."""
        return self.database.faults.inject(fault)

    def remove_fault(self, fault: str) -> None:
        """It waits no more."""
        self.database.faults.clear([fault])

    def strikes(self) -> int:
        """How often faults struck."""
        return len(self.database.faults.hits)

    def heard(self) -> bytes:
        """Everything that clients sent and that others can see: statements, names of binds, tags of sessions."""
        statements = [dataclasses.asdict(entry) for entry in self.statements()]
        sessions = self._rows("SELECT * FROM x_session")
        return json.dumps([statements, sessions], default=str, ensure_ascii=False).encode()

    def wait_until_clients_are_gone(self) -> None:
        """A client that was killed is noticed only when the server is done with its statement."""
        started = time.monotonic()
        while self._rows("SELECT 1 FROM x_session WHERE USERNAME IS NOT NULL AND PROGRAM NOT LIKE '%(%'"):
            assert time.monotonic() - started < _SESSIONS_END_WITHIN, "a session of a killed client stays"
            time.sleep(0.005)

    def _rows(self, statement: str, *binds: object) -> list[tuple[Any, ...]]:
        with self.database.lock:
            return self.database.sqlite.execute(statement, binds).fetchall()
