# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook migrate: from one simulated database into another, with a remap, compared and cleaned up."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

from simulated import ROOT, Simulated

SCENARIO = "job_runs.yml"
MIGRATION = {
    "datapump_migrate_source": "sales",
    "datapump_migrate_target": "test",
    "datapump_migrate_schemas": ["HR"],
    "datapump_migrate_directory": "DUMPS",
    "datapump_migrate_remap_schema": {"HR": "HR_TEST"},
}


def migrate(place: Simulated, folder: pathlib.Path, *arguments: str, **variables: Any) -> tuple[int, str]:
    """Exit status and output."""
    hosts = {
        name: {
            "datapump_host": place.host,
            "datapump_port": place.port,
            "datapump_service_name": name,
            "datapump_user": "DPUMP",
            "datapump_password": "pump",
            "datapump_cleanup_report_folder": str(folder / "report"),
        }
        for name in ("sales", "test")
    }
    (folder / "hosts.json").write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
    (folder / "migration.json").write_text(json.dumps({**MIGRATION, **variables}), encoding="utf-8")
    ended = subprocess.run(
        [
            str(pathlib.Path(sys.executable).parent / "ansible-playbook"),
            *("-i", "hosts.json", "-e", "@migration.json", *arguments),
            str(ROOT / "playbooks" / "migrate.yml"),
        ],
        cwd=folder,
        env={**os.environ, "ANSIBLE_HOME": str(folder / "home"), "ANSIBLE_NOCOLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_schemas_are_migrated_compared_and_nothing_of_the_jobs_is_left(
    place: Simulated, tmp_path: pathlib.Path
) -> None:
    place.execute("test", "CREATE USER hr_test IDENTIFIED BY hr QUOTA UNLIMITED ON users")
    status, output = migrate(place, tmp_path, "--check", "--diff")
    assert status == 0, output[-4000:]
    assert not [name for name in place.tables("test") if name.startswith("HR_TEST.")]
    status, output = migrate(place, tmp_path)
    assert status == 0, output[-4000:]
    assert {"HR_TEST.EMP", "HR_TEST.DEPT"} <= place.tables("test")
    assert place.query("test", "SELECT COUNT(*) FROM hr_test.emp") == [(4,)]
    for service in ("sales", "test"):
        assert place.query(service, "SELECT job_name FROM dba_datapump_jobs") == []
        assert not [name for name in place.tables(service) if name.endswith(".MIGRATION")]


def test_a_migration_that_was_broken_off_goes_on_where_it_was(place: Simulated, tmp_path: pathlib.Path) -> None:
    place.execute("test", "CREATE USER hr_test IDENTIFIED BY hr QUOTA UNLIMITED ON users")
    dead = {"at": "before", "match": {"text": "GET_STATUS", "nested": False}, "after": 3, "do": "crash", "times": None}
    place.admin("inject", service="sales", fault={"id": "dead", **dead})
    status, output = migrate(place, tmp_path)
    assert status != 0, output[-4000:]
    place.admin("clear_faults", service="sales")
    place.admin("restart_instance", service="sales")
    status, output = migrate(place, tmp_path)
    assert status == 0, output[-4000:]
    assert place.query("test", "SELECT COUNT(*) FROM hr_test.emp") == [(4,)]
