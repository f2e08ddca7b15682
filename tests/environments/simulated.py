# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulator, and the collection's real modules and role run against it over TCP, each in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import oracledb
import yaml
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher

from simora import runtime, scenario
from simora.admin import AdminServer
from simora.wire.server import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "tests" / "simulator" / "scenarios"
HANGS_AFTER = 3600.0
_WRITES = ("DROP ", "PURGE ", "FLASHBACK ", "LOCK ", "ALTER TABLE ", "ALTER INDEX ", "INSERT ", "UPDATE ", "DELETE ")


@dataclass(frozen=True)
class Outcome:
    """What a module printed, and what it took. seconds: wall clock; peak_mb: its largest resident set."""

    values: dict[str, Any]
    seconds: float
    peak_mb: float

    @property
    def failed(self) -> bool:
        return bool(self.values.get("failed"))

    @property
    def message(self) -> str:
        return str(self.values.get("msg", ""))

    @property
    def facts(self) -> dict[str, Any]:
        assert not self.failed, self.message
        facts: dict[str, Any] = self.values["ansible_facts"]["datapump"]
        return facts

    @property
    def warnings(self) -> list[str]:
        """Texts only: since ansible-core 2.19 each warning is a structure."""
        given = self.values.get("warnings", [])
        return [warning["event"]["msg"] if isinstance(warning, dict) else warning for warning in given]

    def job(self, name: str, owner: str | None = None) -> dict[str, Any]:
        """The one job of this name in the facts."""
        (job,) = [job for job in self.facts["jobs"] if job["name"] == name and owner in (None, job["owner"])]
        return job

    @property
    def table(self) -> dict[str, Any]:
        """The one table in the result of datapump_master_table."""
        (table,) = self.values["tables"]
        return table

    @property
    def job_outcome(self) -> dict[str, Any]:
        """The one job in the result of datapump_job."""
        (job,) = self.values["jobs"]
        return job


@dataclass(frozen=True)
class Account:
    """Whom to log in as. options: further connection options."""

    user: str
    password: str
    options: Mapping[str, Any] = field(default_factory=dict)


CLEANER = Account("DPCLEAN", "cleaner")
SYS = Account("SYS", "manager", {"mode": "sysdba"})
SYSTEM = Account("SYSTEM", "manager")
SCOTT = Account("SCOTT", "tiger")


class Simulated:
    """One running simulator. launcher: runs the modules."""

    def __init__(self, launcher: Launcher, port: int, admin_port: int) -> None:
        self.host = "127.0.0.1"
        self.port = port
        self._admin_port = admin_port
        self._launcher = launcher

    def run(
        self, module: str, service: str, account: Account = CLEANER, *, check: bool = False, **options: Any
    ) -> Outcome:
        """The module's own main, in a process of its own, with its arguments as Ansible passes them."""
        arguments = {
            "host": self.host,
            "port": self.port,
            "service_name": service,
            "user": account.user,
            "password": account.password,
            **account.options,
            **options,
            "_ansible_check_mode": check,
            "_ansible_diff": True,
            "_ansible_remote_tmp": "/tmp",
        }
        started = time.monotonic()
        ended = self._launcher.run(module, arguments)
        return Outcome(ended.result, time.monotonic() - started, ended.peak_mb)

    def facts(self, service: str, account: Account = CLEANER, **options: Any) -> Outcome:
        """datapump_facts."""
        return self.run("datapump_facts", service, account, **options)

    def drop(self, service: str, account: Account = CLEANER, **options: Any) -> Outcome:
        """datapump_master_table with state=absent, where what is kept does not fail the task."""
        given = {"state": "absent", "on_kept": "report", **options}
        return self.run("datapump_master_table", service, account, **given)

    def remove(self, service: str, account: Account = CLEANER, **options: Any) -> Outcome:
        """datapump_job with state=absent, where what is kept does not fail the task."""
        return self.run("datapump_job", service, account, **{"state": "absent", "on_kept": "report", **options})

    def admin(self, command: str, **request: Any) -> dict[str, Any]:
        """A request to the admin port."""
        with socket.create_connection(("127.0.0.1", self._admin_port)) as connection:
            with connection.makefile("rw", encoding="utf-8") as stream:
                stream.write(json.dumps({"command": command, **request}) + "\n")
                stream.flush()
                reply: dict[str, Any] = json.loads(stream.readline())
        assert reply.pop("ok"), reply
        return reply

    def tables(self, service: str) -> set[str]:
        """OWNER.NAME of every table of the database's users, in all containers."""
        return {f"{table['owner']}.{table['name']}" for table in self.admin("snapshot", service=service)["tables"]}

    def world(self, service: str) -> dict[str, Any]:
        """What the database holds, without what moves by itself."""
        snapshot = self.admin("snapshot", service=service)
        return {part: snapshot[part] for part in ("tables", "recycle_bin", "jobs")}

    def writes(self, service: str) -> list[str]:
        """Statements since clear_statements that change something, or try to."""
        found = self.admin("statements", service=service)["statements"]
        texts = [entry["text"].lstrip().upper() for entry in found]
        return [text for text in texts if text.startswith(_WRITES)]

    @contextlib.contextmanager
    def unchanged(self, service: str) -> Iterator[None]:
        """Asserts that the block changes nothing in the database and sends nothing that could."""
        before = self.world(service)
        self.admin("clear_statements", service=service)
        yield
        assert self.writes(service) == []
        assert self.world(service) == before

    def execute(self, service: str, *statements: str, account: Account = SYS) -> None:
        """Statements by bare python-oracledb, without any code of the collection."""
        with self.login(service, account) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def query(self, service: str, statement: str, account: Account = SYS) -> list[tuple[Any, ...]]:
        """Rows by bare python-oracledb."""
        with self.login(service, account) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    @contextlib.contextmanager
    def holding(self, service: str, block: str, account: Account = SYS) -> Iterator[int]:
        """A session that stays in what the block brought it into; gives its SID."""
        with self.login(service, account) as connection, connection.cursor() as cursor:
            cursor.execute(block)
            cursor.execute("SELECT TO_NUMBER(SYS_CONTEXT('USERENV', 'SID')) FROM sys.dual")
            ((sid,),) = cursor.fetchall()
            yield int(sid)

    def login(self, service: str, account: Account) -> oracledb.Connection:
        """A session of bare python-oracledb."""
        mode = oracledb.AUTH_MODE_SYSDBA if account.options.get("mode") == "sysdba" else oracledb.AUTH_MODE_DEFAULT
        return oracledb.connect(
            user=account.user,
            password=account.password,
            host=self.host,
            port=self.port,
            service_name=service,
            mode=mode,
        )

    def role(
        self, folder: pathlib.Path, service: str, account: Account = CLEANER, *, check: bool = False, **variables: Any
    ) -> Playbook:
        """The role cleanup by ansible-playbook, its reports in the folder."""
        connection = {
            "datapump_host": self.host,
            "datapump_port": self.port,
            "datapump_service_name": service,
            "datapump_user": account.user,
            "datapump_password": account.password,
            **{f"datapump_{name}": value for name, value in account.options.items()},
        }
        play = {
            "name": "Clean up",
            "hosts": "all",
            "gather_facts": False,
            "roles": ["dbops.datapump.cleanup"],
        }
        hosts = {"all": {"hosts": {"here": {"ansible_connection": "local", **connection}}}}
        settings = {"datapump_cleanup_report_folder": str(folder / "report"), **variables}
        for name, content in (("play.yml", [play]), ("hosts.yml", hosts), ("settings.json", settings)):
            text = json.dumps(content) if name.endswith("json") else yaml.safe_dump(content)
            (folder / name).write_text(text, encoding="utf-8")
        command = [str(pathlib.Path(sys.executable).parent / "ansible-playbook"), "-i", "hosts.yml", "play.yml"]
        command += ["-e", "@settings.json", "-e", f"ansible_python_interpreter={sys.executable}"]
        started = time.monotonic()
        ended = subprocess.run(
            [*command, *(["--check"] if check else [])],
            cwd=folder,
            env={
                **os.environ,
                "ANSIBLE_HOME": str(folder / "home"),
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_LOCALHOST_WARNING": "0",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return Playbook(
            ended.returncode, ended.stdout + ended.stderr, folder / "report" / "here", time.monotonic() - started
        )


@dataclass(frozen=True)
class Playbook:
    """A run of ansible-playbook, and the folder it left its report in."""

    status: int
    output: str
    folder: pathlib.Path
    seconds: float

    @property
    def report(self) -> dict[str, Any]:
        assert self.status == 0, self.output[-4000:]
        report: dict[str, Any] = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return report

    @property
    def proposal(self) -> list[dict[str, Any]]:
        """What the run proposes to consent to."""
        content = yaml.safe_load((self.folder / "proposal.yml").read_text(encoding="utf-8"))
        proposal: list[dict[str, Any]] = content["datapump_cleanup_confirmed"]
        return proposal


@contextlib.contextmanager
def simulator(launcher: Launcher, *scenarios: pathlib.Path) -> Iterator[Simulated]:
    """Serves the scenarios while the with block lasts."""
    listener = scenario.load(scenarios)
    server = Server(listener)
    server.start()
    admin = AdminServer(listener, 0, runtime.Flag(), server)
    try:
        yield Simulated(launcher, server.port, admin.port)
    finally:
        admin.close()
        server.stop()


def peak_megabytes_of_children() -> float:
    """The largest resident set that any process started and waited for so far has had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
