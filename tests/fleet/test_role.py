# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From databases to the page: the role on a small fleet, and the playbook that joins what it left."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
from typing import Any

import jsonschema
import pytest

from devtools import project, simulator
from devtools.environment import Environment

SCENARIO = simulator.SUPPORT_NOTE.with_name("fleet.yml")
SCHEMA = json.loads((project.ROOT / "docs" / "fleet-report.schema.json").read_text(encoding="utf-8"))
SERVICES = {"clean": "clean", "dirty": "dirty", "norights": "norights", "sales": "sales", "gone": "nowhere"}


def playbook(name: str, folder: pathlib.Path, *arguments: str) -> str:
    program = str(pathlib.Path(sys.executable).with_name("ansible-playbook"))
    command = [program, "-i", "inventory.json", name, *arguments]
    environment = Environment(pathlib.Path(sys.prefix)).variables()
    finished = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return finished.stdout + finished.stderr


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON report after a night on which one database was cleaned."""
    folder = tmp_path_factory.mktemp("night")
    with simulator.running(Environment(pathlib.Path(sys.prefix)), SCENARIO, folder) as started:
        common = {"datapump_host": started.host, "datapump_port": started.port, "datapump_user": "DPCLEAN"}
        hosts = {host: {"datapump_service_name": service} for host, service in SERVICES.items()}
        hosts["wrong"] = {"datapump_service_name": "clean", "datapump_password": "wrong"}
        inventory = {"databases": {"hosts": hosts, "vars": {**common, "datapump_password": "cleaner"}}}
        (folder / "inventory.json").write_text(json.dumps(inventory), encoding="utf-8")
        rule = {"owner": "SCOTT", "classification": ["failed"], "min_age": "1d", "allow_restartable": True}
        consent = {"datapump_cleanup_rules": [rule], "datapump_cleanup_purge_after": 0}
        playbook("dbops.datapump.cleanup", folder, "-e", json.dumps(consent), "--limit", "dirty")
        said = playbook("dbops.datapump.cleanup", folder, "--limit", "!dirty")
    said += playbook("dbops.datapump.fleet_report", folder)
    written = folder / "datapump_cleanup" / "fleet.json"
    assert written.exists(), said
    return json.loads(written.read_text(encoding="utf-8"))


def test_real_records_make_a_report_of_the_documented_shape(fleet: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(fleet)


def test_each_database_is_in_its_state(fleet: dict[str, Any]) -> None:
    assert {one["host"]: one["state"] for one in fleet["databases"]} == {
        "clean": "clean",
        "dirty": "kept",
        "norights": "limited",
        "sales": "kept",
        "gone": "unreachable",
        "wrong": "failed",
    }
    codes = {one["host"]: one["codes"] for one in fleet["databases"]}
    assert codes["wrong"] == ["ORA-01017"]
    assert "DPY-6001" in codes["gone"]


def test_what_was_cleaned_is_counted_with_its_space(fleet: dict[str, Any]) -> None:
    dirty = next(one for one in fleet["databases"] if one["host"] == "dirty")
    gone = [job for job in dirty["jobs"] if job["outcome"] == "purged"]
    assert gone
    assert {job["classification"] for job in gone} == {"failed"}
    assert dirty["carried_out"]
    assert dirty["cleaned"] == dirty["purged"] == len(gone)
    assert dirty["bytes_won_back"] == sum(job["size_bytes"] for job in gone) > 0
    assert fleet["totals"]["bytes_won_back"] == dirty["bytes_won_back"]
    assert dirty["proposal"]
    assert {entry["dbid"] for entry in dirty["proposal"]} == {1402300052}


@pytest.mark.parametrize("name", ["dbops.datapump.cleanup", "dbops.datapump.cleanup_fleet"])
def test_a_playbook_takes_all_hosts_at_once_or_so_many(name: str, tmp_path: pathlib.Path) -> None:
    with simulator.running(Environment(pathlib.Path(sys.prefix)), SCENARIO, tmp_path) as started:
        common = {"datapump_host": started.host, "datapump_port": started.port, "datapump_user": "DPCLEAN"}
        hosts = {host: {"datapump_service_name": "clean"} for host in ("one", "two", "three")}
        inventory = {"databases": {"hosts": hosts, "vars": {**common, "datapump_password": "cleaner"}}}
        (tmp_path / "inventory.json").write_text(json.dumps(inventory), encoding="utf-8")
        plays = [playbook(name, tmp_path, "--check", *serial) for serial in ((), ("-e", "datapump_serial=2"))]
    assert [said.count("PLAY [") for said in plays] == [1, 2], plays
    assert not any(re.search(r"(failed|unreachable)=[1-9]", said) for said in plays), plays
    assert all((tmp_path / "datapump_cleanup" / host / "report.json").exists() for host in hosts)
