# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Simulated databases for cases, each made from a description of its own, behind one listener."""

from __future__ import annotations

import contextlib
import copy
import functools
import pathlib
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from ansible_collections.dbops.datapump.tests.catalogue import certificates
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from ansible_collections.dbops.datapump.tests.resilience.world import Place, World

from simora import scenario
from simora.wire.server import Server
from simora.world.listener import Listener

SCENARIOS = pathlib.Path(__file__).resolve().parents[1] / "simulator" / "scenarios"
PASSWORD = "canary-7Qx9"
USER = "DPCLEAN"

Description = dict[str, Any]


class Laboratory(World):
    """A listener for the databases of many cases."""

    def __init__(self, launcher: Launcher) -> None:
        super().__init__()
        self.launcher = launcher

    def make(self, *descriptions: Description, clock: str = "virtual") -> list[Place]:
        """A database for each description, each with one service for the root and those of its PDBs."""
        places = []
        for description in descriptions:
            self._databases += 1
            service = f"case{self._databases}"
            content = {"version": 1, "clock": {"mode": clock}, "databases": [description]}
            description.update(services=[service], sids=[service])
            for pdb in description.get("pdbs", []):
                pdb["services"] = [f"{service}_{pdb['name'].lower()}"]
            scenario.add(self._listener, content, service)
            database = self._listener.lookup(service_name=service, sid=None).database
            places.append(Place(self.port, service, database))
        return places

    @contextlib.contextmanager
    def tls(self, folder: pathlib.Path) -> Iterator[int]:
        """The port of a TLS listener for the same services. folder: where its certificate and key are."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / certificates.CERTIFICATE, folder / certificates.KEY)
        server = Server(self._listener, ssl_context=context)
        server.start()
        try:
            yield server.port
        finally:
            server.stop()

    @contextlib.contextmanager
    def elsewhere(self, service: str, description: Description) -> Iterator[Place]:
        """Another listener, with another database behind the same service."""
        content = {"version": 1, "databases": [{**description, "services": [service], "sids": []}]}
        listener = Listener()
        scenario.add(listener, content, service)
        server = Server(listener)
        server.start()
        try:
            yield Place(server.port, service, listener.lookup(service_name=service, sid=None).database)
        finally:
            server.stop()

    def inject_into_listener(self, fault: Mapping[str, Any]) -> None:
        """A fault that strikes before a database is known."""
        self._listener.faults.inject(fault)

    def listener_hits(self) -> int:
        """How often the listener's faults have struck."""
        return len(self._listener.faults.hits)

    def clear_listener_faults(self) -> None:
        self._listener.faults.clear()


@functools.cache
def _parsed(name: str) -> Any:
    return yaml.safe_load((SCENARIOS / name).read_text(encoding="utf-8"))


def described(name: str = "support_note.yml", position: int = 0) -> Description:
    """A database of a scenario, with a password for the maintenance account that can be looked for in output."""
    description: Description = copy.deepcopy(_parsed(name)["databases"][position])
    for user in description["users"]:
        if user["name"] == USER:
            user["password"] = PASSWORD
    return description
