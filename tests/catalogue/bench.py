# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A case of the catalogue: a simulated database of its own, faults in it, the modules run against it, and what must
hold in every case whatever happens.

The truth is taken from the simulated database itself, never from a module.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.dbops.datapump.tests.catalogue.laboratory import PASSWORD, USER, Laboratory
from ansible_collections.dbops.datapump.tests.resilience.launcher import Ended, Launcher
from ansible_collections.dbops.datapump.tests.resilience.world import Place

from simora.world.statement_log import Entry

LEFTOVER, PAUSED, RUNNING, EMP = 85215, 85162, 85283, 73196
"""Object numbers in the support note's database: what crashed, what was paused, what runs, and a business table."""
CRASHED = {"owner": "SCOTT", "name": "SYS_EXPORT_TABLE_02"}
GHOST = {"owner": "SCOTT", "name": "SYS_EXPORT_TABLE_01"}
LIVE = {"owner": "SCOTT", "name": "EXPDP_20051121"}

COMES_ALIVE = {"add_job": {**CRASHED, "state": "EXECUTING", "master_table": False}}
"""An entry in memory of the crashed job, as if it had been restarted, but without any lock on its table."""

BLOCK = {"kind": "plsql", "nested": False, "text": "DROP TABLE"}
"""The call that guards and drops; and below, what it executes inside."""
DROP = {"kind": "ddl", "nested": True, "text": "^DROP TABLE"}
LOCK = {"nested": True, "text": "^LOCK TABLE"}
FLASHBACK = {"nested": True, "text": "^FLASHBACK TABLE"}
PURGE_BLOCK = {"kind": "plsql", "nested": False, "text": "PURGE TABLE"}
PURGE = {"kind": "ddl", "nested": True, "text": "^PURGE TABLE"}
STOP_BLOCK = {"kind": "plsql", "nested": False, "text": "STOP_JOB"}

LIMITS = {"connect_deadline": 10, "tcp_connect_timeout": 5, "call_timeout": 20, "total_deadline": 40}
SHORT = {"connect_deadline": 1, "tcp_connect_timeout": 1, "call_timeout": 1, "total_deadline": 12}
"""For cases in which nobody answers: the deadline is what ends them."""

GRACE = 2.0
"""Seconds beyond its deadline after which a module counts as hanging."""

_DESTRUCTIVE = re.compile(r"\s*(DROP|PURGE|FLASHBACK)\s", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"\b(PURGE\s+(DBA_)?RECYCLEBIN|PURGE\s+TABLESPACE|CASCADE|GRANT|ALTER\s+SYSTEM|KILL\s+SESSION)\b", re.IGNORECASE
)
_PURGE_BY_BIN_NAME = re.compile(r'PURGE TABLE "[^"]+"\."BIN\$[^"]+"$')
_OURS, _FAULT = "dbops.datapump", "fault"
_SESSIONS_END_WITHIN = 20.0
_WORDS = {"dropped": "bin", "purged": "gone", "restored": "table"}


class CaseFailure(AssertionError):
    """Something that must hold in every case does not."""


class Case:
    """One database, and everything that is done to it and with it."""

    def __init__(self, laboratory: Laboratory, place: Place) -> None:
        self._laboratory = laboratory
        self.place = place
        self.service = place.service
        self._faults = place.database.faults
        self._own_tables = dict(place.tables())
        self._foreign = set(place.bin_entries())
        self._foreign_hash = place.bin_hash(self._foreign)
        self._signals: list[dict[str, Any]] = []
        self.runs: list[Ended] = []
        self.account: dict[str, Any] = {"user": USER, "password": PASSWORD}
        self.others_may_take: set[int] = set()
        """Object numbers that the world of this case takes away itself."""
        self.beyond_deadline = 0.0
        """Seconds by which the slowest run went beyond its deadline, to be shown."""

    # What is done to the world.

    def inject(self, at: str, do: Any, *, times: int | None = 1, after: int = 0, **match: Any) -> None:
        """A fault that must strike before the case ends."""
        self._faults.inject({"at": at, "match": match, "do": do, "times": times, "after": after})

    def signal_next_run(self, name: str, at: str, *more: Any, **match: Any) -> None:
        """A signal to the next module that is run, when it gets there; and whatever more the fault does."""
        self._signals.append({"at": at, "match": match, "do": [name, *more]})

    def _inject_signals(self, pid: int) -> None:
        for fault in self._signals:
            name, *more = fault["do"]
            self._faults.inject({**fault, "do": [{"signal": {"name": name, "pid": pid}}, *more]})
        self._signals.clear()

    def change(self, *actions: Any) -> None:
        """Change the world at once."""
        self._faults.change(list(actions))

    def hits(self) -> int:
        """How often the faults of this case have struck."""
        return len(self._faults.hits)

    # What is done with it.

    @property
    def connection(self) -> dict[str, Any]:
        """Connection options of the modules, and how long things may take."""
        address = {"host": "127.0.0.1", "port": self.place.port, "service_name": self.service}
        return {**address, **self.account, **LIMITS}

    def run(self, module: str, *, environment: Mapping[str, str] | None = None, **options: Any) -> Ended:
        """A module in a process of its own. Raises Hanging when its deadline and GRACE are not enough for it."""
        return self.run_with(self._laboratory.launcher, module, environment=environment, **options)

    def run_with(
        self, launcher: Launcher, module: str, *, environment: Mapping[str, str] | None = None, **options: Any
    ) -> Ended:
        """The same with a launcher of one's own, for two modules at once."""
        arguments = {name: value for name, value in {**self.connection, **options}.items() if value is not None}
        deadline = arguments["total_deadline"]
        started = time.monotonic()
        ended = launcher.run(
            module, arguments, environment=environment, before=self._inject_signals, hangs_after=deadline + GRACE
        )
        self.beyond_deadline = max(self.beyond_deadline, time.monotonic() - started - deadline)
        self.runs.append(ended)
        return ended

    def facts(self, **options: Any) -> dict[str, Any]:
        """What datapump_facts returns of a database that answers."""
        ended = self.run("datapump_facts", **options)
        assert ended.status == 0, ended.result
        facts: dict[str, Any] = ended.result["ansible_facts"]["datapump"]
        return facts

    def job(self, name: str, owner: str = "SCOTT", **options: Any) -> dict[str, Any]:
        """One job in the facts."""
        (job,) = [job for job in self.facts(**options)["jobs"] if (job["owner"], job["name"]) == (owner, name)]
        return job

    def tables(self, **options: Any) -> dict[str, Any]:
        """The whole result of datapump_master_table, what is kept being no failure. What it claims must be true."""
        ended = self.run("datapump_master_table", **{"state": "absent", "on_kept": "report", **options})
        if "tables" in ended.result and not options.get("_ansible_check_mode"):
            self.check_truth(ended.result)
        return ended.result

    def drop(self, **options: Any) -> dict[str, Any]:
        """The one table in the result; the note's crashed job unless options say otherwise."""
        if "tables" not in options and "owner" not in options:
            options = {**CRASHED, **options}
        result = self.tables(**options)
        assert "tables" in result, result
        (table,) = result["tables"]
        failed = result.get("failed", False)
        return {**table, "changed": result["changed"], "failed": failed, "actions": result["actions"]}

    def end_job(self, **options: Any) -> dict[str, Any]:
        """The one job in the result of datapump_job; the note's ghost unless options say otherwise."""
        target = {} if "owner" in options else GHOST
        options = {"state": "absent", "on_kept": "report", "wait_timeout": "30", **target, **options}
        result = self.run("datapump_job", **options).result
        assert "jobs" in result, result
        (job,) = result["jobs"]
        return {**job, "changed": result["changed"], "failed": result.get("failed", False)}

    # What is true.

    def where(self, number: int = LEFTOVER) -> str:
        """Whether a table is there, in the recycle bin, or gone."""
        if number in self.place.bin_entries():
            return "bin"
        return "table" if number in self.place.tables() else "gone"

    def names(self) -> set[str]:
        """OWNER.NAME of all tables."""
        return {f"{owner}.{name}" for owner, name in self.place.tables().values()}

    def sent(self, pattern: str = "", *, by_modules: bool = True) -> list[Entry]:
        """Statements that match, of modules or of anybody, also those inside blocks."""
        return [
            entry
            for entry in self.place.statements()
            if re.search(pattern, entry.text, re.IGNORECASE) and (not by_modules or entry.module != _FAULT)
        ]

    def drops(self) -> list[Entry]:
        """DROP statements of modules that were executed or tried."""
        return self.sent(r"^DROP TABLE")

    def wait_for_clients(self) -> None:
        """A client that was killed is noticed only when the server is done with its statement."""
        started = time.monotonic()
        while any(not session.is_internal for session in list(self.place.database.sessions.values())):
            _must(time.monotonic() - started < _SESSIONS_END_WITHIN, "a session of a module stays", self.service)
            time.sleep(0.005)

    # What must hold in every case.

    def finish(self) -> None:
        """Check what must hold, once all clients are gone. Faults that still wait are taken away."""
        self.check_faults()
        self._faults.clear()
        self.wait_for_clients()
        self._check_statements()
        self._check_bystanders()
        self._check_outputs()

    def check_faults(self) -> None:
        """Every fault struck, and what it was to do to the world was done."""
        report = self._faults.report()
        _must(all(fault["struck"] for fault in report["faults"]), "a fault never struck", report["faults"])
        failed = [(hit["effects"], hit["error"]) for hit in report["hits"] if hit["error"]]
        _must(not failed, "an action of a fault failed", failed)

    def _check_statements(self) -> None:
        seen: set[tuple[str, str]] = set()
        for entry in self.place.statements():
            if entry.module == _FAULT or entry.user == "SYS" and entry.module is None:
                continue
            text = " ".join(entry.text.split())
            if entry.kind != "plsql":
                _must(not _FORBIDDEN.search(_without_names(text)), "what is never to be sent", text)
            if not _DESTRUCTIVE.match(text):
                continue
            _must(entry.module == _OURS, "a destructive statement without a tag", entry)
            _must((entry.client_identifier or "").startswith(f"{_OURS}:"), "one without the run's id", entry)
            _must(not text.startswith("PURGE") or bool(_PURGE_BY_BIN_NAME.match(text)), "a purge by name", text)
            if text.startswith("DROP"):
                _must((entry.client_identifier, text) not in seen, "a drop was repeated", text)
                seen.add((entry.client_identifier or "", text))

    def _check_bystanders(self) -> None:
        mine = {LEFTOVER} if self._own_tables.get(LEFTOVER) else set()
        still = set(self.place.tables())
        for number in set(self._own_tables) - mine - self._targets() - self.others_may_take:
            _must(number in still, "somebody else's table is gone", self._own_tables[number])
        foreign = self._foreign - self.others_may_take
        if foreign == self._foreign:
            unchanged = self.place.bin_hash(foreign) == self._foreign_hash
            _must(unchanged, "other entries of the recycle bin changed", sorted(foreign))

    def _targets(self) -> set[int]:
        """Tables that a module was asked to remove and says it removed."""
        claimed = set()
        for ended in self.runs:
            for table in _document(ended).get("tables", []):
                if table["outcome"] not in ("kept", "unknown"):
                    claimed.add(table["object_id"])
        return claimed

    def check_truth(self, result: Mapping[str, Any]) -> None:
        """What a result says of its tables is so."""
        for table in result["tables"]:
            expected, number = _WORDS.get(table["outcome"]), table["object_id"]
            if table["outcome"] == "dropped" and table["restorable"] is False:
                expected = "gone"
            if expected is not None:
                _must(self.where(number) == expected, f"{table['outcome']} is not true", table)
            if table["outcome"] == "already_absent" and number is not None:
                _must(self.where(number) != "table", "absent is not true", table)

    def _check_outputs(self) -> None:
        for ended in self.runs:
            for output in (ended.output, ended.errors):
                _must(PASSWORD.encode() not in output, "the password was printed", output)
            _must(ended.status < 0 or bool(_document(ended)), "not one document", ended.output)


def _document(ended: Ended) -> dict[str, Any]:
    if ended.status < 0:
        return {}
    return ended.result


def _without_names(text: str) -> str:
    return re.sub(r'"[^"]*"', '""', text)


def kept(table: Mapping[str, Any], *reasons: str) -> None:
    """Kept for one of the reasons, and nothing was changed."""
    assert (table["outcome"], table["changed"]) == ("kept", False), table
    assert table["reason"] in reasons, table


def _must(holds: bool, what: str, shown: object) -> None:
    if not holds:
        raise CaseFailure(f"{what}: {json.dumps(shown, default=str)}")


MakeCase = Callable[..., Case]
