# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 190 to 202: what Ansible and the surroundings of a module do, two of them by ansible-playbook itself."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    CRASHED,
    Case,
)
from ansible_collections.dbops.datapump.tests.catalogue.interpreter import (
    run_in_interpreter,
)
from ansible_collections.dbops.datapump.tests.resilience.playbooks import Controller

DROP_TASK = "dbops.datapump.datapump_master_table"
_MODULE_OPTIONS = ("host", "port", "service_name", "user", "password")


def task(case: Case, **more: Any) -> dict[str, Any]:
    """A task that drops the crashed job's table."""
    address = {name: case.connection[name] for name in _MODULE_OPTIONS}
    return {"name": "Drop", DROP_TASK: {**address, "state": "absent", **CRASHED}, **more}


def test_case_193_in_the_background(case: Case, tmp_path: pathlib.Path) -> None:
    started = task(case, register="started", poll=0, **{"async": 60})
    ended = {
        "name": "Wait",
        "ansible.builtin.async_status": {"jid": "{{ started.ansible_job_id }}"},
        "register": "ended",
        "until": "ended.finished | bool",
        "retries": 60,
        "delay": 1,
    }
    told = {"name": "Tell", "ansible.builtin.debug": {"msg": "outcome={{ ended.tables[0].outcome }}"}}
    played = Controller(tmp_path).play(
        {"tasks": [started, ended, told]}, environment={"ANSIBLE_ASYNC_DIR": str(tmp_path / "async")}
    )
    assert (played.status, "outcome=dropped" in played.output, case.where()) == (0, True, "bin")


def test_case_194_repeated_until_it_is_done(case: Case) -> None:
    first, second = case.drop(), case.drop()
    assert (first["outcome"], first["changed"]) == ("dropped", True)
    assert (second["outcome"], second["changed"], len(case.drops())) == ("already_absent", False, 1)


def test_case_195_a_rescue_still_knows_what_is_unknown(case: Case, tmp_path: pathlib.Path) -> None:
    case.inject("after", [{"new_dbid": {}}, "reset"], **BLOCK)
    tell = {"name": "Tell", "ansible.builtin.debug": {"msg": "outcome={{ ansible_failed_result.tables[0].outcome }}"}}
    played = Controller(tmp_path).play({"tasks": [{"name": "Try", "block": [task(case)], "rescue": [tell]}]})
    assert (played.status, "outcome=unknown" in played.output) == (0, True)


@pytest.mark.parametrize("variable", ["PYO_DEBUG_PACKETS", "DPI_DEBUG_LEVEL", "ORA_DEBUG_JDWP"])
def test_case_199_the_driver_is_told_to_print_packets(case: Case, variable: str) -> None:
    ended = run_in_interpreter("datapump_facts", case.connection, environment={variable: "1"})
    assert (ended.status, ended.result["changed"]) == (0, False)


def test_case_200_the_driver_prints_warnings(case: Case) -> None:
    before = "import oracledb, warnings; warnings.simplefilter('always'); warnings.warn('from the driver')"
    ended = run_in_interpreter("datapump_facts", case.connection, before=before)
    assert b"from the driver" in ended.errors
    assert (ended.status, ended.result["changed"]) == (0, False)


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_case_201_locales(case: Case, locale: str) -> None:
    surroundings = {"LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = run_in_interpreter("datapump_facts", case.connection, environment=surroundings)
    assert len(ended.result["ansible_facts"]["datapump"]["jobs"]) == 4


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_case_202_time_zone_of_the_controller(case: Case, zone: str) -> None:
    """The simulated server lives in 2005: every decision on age would be wrong by the controller's clock anyway."""
    here = case.job(CRASHED["name"])
    ended = run_in_interpreter("datapump_facts", case.connection, environment={"TZ": zone})
    (there,) = [job for job in ended.result["ansible_facts"]["datapump"]["jobs"] if job["name"] == CRASHED["name"]]
    assert (there["digest"], there["classification"]) == (here["digest"], here["classification"])
    assert abs(there["age_seconds"] - here["age_seconds"]) < 60
