# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is measured against each other: each turns a running fleet into a command."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenario import Fleet

HERE = pathlib.Path(__file__).parent
FORKS = 10
THREADS = 50
# Everything a rule can consent to, dropped and purged at once, as the plain procedure does.
CONSENT = {
    "datapump_cleanup_rules": [{"classification": ["failed"], "min_age": "1d", "allow_restartable": True}],
    "datapump_cleanup_purge_after": "0",
    "datapump_cleanup_max_drops": 100000,
}


@dataclass(frozen=True)
class Arena:
    """A fleet that is being served, and the folder that belongs to the run."""

    fleet: Fleet
    host: str
    port: int
    folder: pathlib.Path
    environment: Mapping[str, str]

    def prepare(self) -> None:
        """Write what the plays need."""
        inventory = self.fleet.inventory(self.host, self.port)
        (self.folder / "inventory.json").write_text(json.dumps(inventory), encoding="utf-8")
        (self.folder / "consent.json").write_text(json.dumps(CONSENT), encoding="utf-8")

    def playbook(self, play: pathlib.Path, *arguments: str) -> list[str]:
        """The command of a play over the fleet."""
        command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-i", "inventory.json"]
        return [*command, "--forks", str(FORKS), *arguments, str(play)]


@dataclass(frozen=True)
class Contestant:
    """One way to do something to a fleet."""

    name: str
    command: Callable[[Arena], list[str]]
    changes: bool = False
    """Whether it leaves another fleet than it found, so that the next one needs a new one."""


def role(direct: str, *, consent: bool = False) -> Contestant:
    """The clean-up, in the controller's workers or in processes of its own."""

    def command(arena: Arena) -> list[str]:
        given = ["-e", "@consent.json"] if consent else []
        return arena.playbook(HERE / "plays" / "role.yml", "-e", f"datapump_direct={direct}", *given)

    return Contestant(f"role, direct execution {direct}", command, changes=consent)


def plain_sql(collections: str) -> Contestant:
    """The documented procedure with a module that runs one statement; needs the collection that has it."""

    def command(arena: Arena) -> list[str]:
        paths = f"{collections}:{arena.environment.get('ANSIBLE_COLLECTIONS_PATH', '')}"
        drivers = f"PYTHONPATH={HERE / 'drivers'}"
        return ["env", drivers, f"ANSIBLE_COLLECTIONS_PATH={paths}", *arena.playbook(HERE / "plays" / "plain_sql.yml")]

    return Contestant("plain SQL", command, changes=True)


def no_op(tasks: int) -> Contestant:
    """The floor of Ansible: as many tasks that do nothing."""

    def command(arena: Arena) -> list[str]:
        nothing = [{"ansible.builtin.debug": {"msg": "nothing"}}] * tasks
        play = {"hosts": "all", "gather_facts": False, "connection": "local", "tasks": nothing}
        (arena.folder / "noop.json").write_text(json.dumps([play]), encoding="utf-8")
        return arena.playbook(arena.folder / "noop.json")

    return Contestant(f"{tasks} no-op actions", command)


def bare(statements: pathlib.Path) -> Contestant:
    """The floor of the driver: the statements of datapump_facts, sent by threads of one process."""

    def command(arena: Arena) -> list[str]:
        where = [str(statements), str(THREADS), arena.host, str(arena.port)]
        return [sys.executable, str(HERE / "drivers" / "bare.py"), *where, *arena.fleet.hosts]

    return Contestant("bare python-oracledb, reading only", command)


def tasks_taken(arena: Arena) -> int:
    """How many tasks the role carries out on a database with leftovers, by the recap of a run without consent."""
    command = arena.playbook(HERE / "plays" / "role.yml", "-e", "datapump_direct=auto")
    said = subprocess.run(command, cwd=arena.folder, env=arena.environment, capture_output=True, text=True, check=True)
    return max(int(number) for number in re.findall(r" ok=(\d+) ", said.stdout))


def record_statements(arena: Arena) -> pathlib.Path:
    """What datapump_facts says to the first database."""
    recorded = arena.folder / "statements.json"
    options = {"host": arena.host, "port": arena.port, "service_name": arena.fleet.hosts[0]}
    arguments = {"ANSIBLE_MODULE_ARGS": {**options, "user": "DPCLEAN", "password": "cleaner"}}
    subprocess.run(
        [sys.executable, str(HERE / "drivers" / "record.py"), str(recorded)],
        input=json.dumps(arguments),
        env=arena.environment,
        stdout=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return recorded
