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
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenario import Fleet

HERE = pathlib.Path(__file__).parent
FORKS = 10
THREADS = 20
# Everything a rule can consent to, dropped and purged at once, as the plain procedure does.
CONSENT = {
    "datapump_cleanup_rules": [{"classification": ["failed"], "min_age": "1d", "allow_restartable": True}],
    "datapump_cleanup_purge_after": "0",
    "datapump_cleanup_max_drops": 100000,
    "datapump_call_timeout": 600,
    "datapump_total_deadline": 7200,
    "datapump_cleanup_survey_deadline": 600,
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

    def playbook(self, play: str | pathlib.Path, *arguments: str) -> list[str]:
        """The command of a play over the fleet; a name is that of one in the folder of plays."""
        command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-i", "inventory.json"]
        return [*command, "--forks", str(FORKS), *arguments, str(HERE / "plays" / play)]


@dataclass(frozen=True)
class Contestant:
    """One way to do something to a fleet."""

    name: str
    command: Callable[[Arena], list[str]]
    changes: bool = False
    """Whether it leaves another fleet than it found, so that the next one needs a new one."""


def role(direct: str) -> Contestant:
    """The clean-up, in the controller's workers or in processes of its own."""

    def command(arena: Arena) -> list[str]:
        return arena.playbook("role.yml", "-e", f"datapump_direct={direct}", "-e", "@consent.json")

    return Contestant(f"role, direct execution {direct}", command, changes=True)


def surveyed() -> Contestant:
    """The clean-up with a survey before it."""

    def command(arena: Arena) -> list[str]:
        return arena.playbook("surveyed.yml", "-e", "@consent.json", "-e", f"datapump_cleanup_survey_workers={THREADS}")

    return Contestant("role with a survey before it", command, changes=True)


def survey() -> Contestant:
    """The survey alone."""
    return Contestant("survey", lambda arena: arena.playbook("survey.yml", "-e", f"threads={THREADS}"))


def patient_survey() -> Contestant:
    """The same under an Ansible that looks less often whether a task has ended, as docs/fleet.md advises."""

    def command(arena: Arena) -> list[str]:
        path = arena.folder / "patient.cfg"
        path.write_text("[defaults]\ninternal_poll_interval = 0.05\n", encoding="utf-8")
        return ["env", f"ANSIBLE_CONFIG={path}", *survey().command(arena)]

    return Contestant("survey, internal_poll_interval 0.05", command)


def plain_sql(collections: str) -> Contestant:
    """The documented procedure with a module that runs one statement; needs the collection that has it."""

    def command(arena: Arena) -> list[str]:
        paths = f"{collections}:{arena.environment.get('ANSIBLE_COLLECTIONS_PATH', '')}"
        drivers = f"PYTHONPATH={HERE / 'drivers'}"
        return ["env", drivers, f"ANSIBLE_COLLECTIONS_PATH={paths}", *arena.playbook("plain_sql.yml")]

    return Contestant("plain SQL", command, changes=True)


def no_op(tasks: Mapping[str, int]) -> Contestant:
    """The floor of Ansible: as many tasks that do nothing, for each host as many as the role carries out there."""

    def command(arena: Arena) -> list[str]:
        groups: dict[int, list[str]] = defaultdict(list)
        for host, number in tasks.items():
            groups[number].append(host)
        plays = [
            {
                "hosts": hosts,
                "gather_facts": False,
                "connection": "local",
                "tasks": [{"ansible.builtin.debug": {"msg": "nothing"}}] * number,
            }
            for number, hosts in groups.items()
        ]
        path = arena.folder / "noop.json"
        path.write_text(json.dumps(plays), encoding="utf-8")
        return arena.playbook(path)

    return Contestant("as many no-op actions", command)


def bare(
    conversation: pathlib.Path, *, threads: int = THREADS, rows: int = 100, what: str = "the same conversation"
) -> Contestant:
    """The floor of the driver: a conversation that was recorded, held with each database by threads of one process.

    rows: for one round trip.
    """

    def command(arena: Arena) -> list[str]:
        where = [str(conversation), str(threads), str(rows), arena.host, str(arena.port)]
        return [sys.executable, str(HERE / "drivers" / "bare.py"), *where, *arena.fleet.hosts]

    return Contestant(f"bare python-oracledb, {what}", command)


def facts() -> Contestant:
    """datapump_facts of the first database, in a process of its own as the bare script is."""

    def command(arena: Arena) -> list[str]:
        logon = {"user": "DPCLEAN", "password": "cleaner", "call_timeout": 600, "total_deadline": 7200}
        options = {"host": arena.host, "port": arena.port, "service_name": arena.fleet.hosts[0], **logon}
        return [sys.executable, str(HERE / "drivers" / "facts.py"), json.dumps(options)]

    return Contestant("datapump_facts", command)


def tasks_taken(arena: Arena) -> dict[str, int]:
    """How many tasks the role carries out on each database, by the recap of a run."""
    command = role("auto").command(arena)
    said = subprocess.run(command, cwd=arena.folder, env=arena.environment, capture_output=True, text=True, check=True)
    return {host: int(number) for host, number in re.findall(r"^(\w+) +: ok=(\d+) ", said.stdout, re.MULTILINE)}
