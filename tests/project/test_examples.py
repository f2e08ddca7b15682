# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples in the documentation of the modules run, against the simulator, as they are printed.

Replaced are only the values that differ from database to database: the connection, digests, and the names and change
numbers in the recycle bin.
"""

from __future__ import annotations

import ast
import json
import os
import pathlib
import subprocess
import sys

import pytest
import yaml

from devtools import project, simulator
from devtools.environment import Environment

_CONNECTION = {"host", "port", "service_name", "sid", "dsn", "user", "password"}
_SINGLE = (simulator.SUPPORT_NOTE, {"service_name": "note", "user": "DPCLEAN", "password": "cleaner"})
_CONTAINERS = (
    simulator.SUPPORT_NOTE.with_name("pdbs.yml"),
    {"service_name": "cdb", "user": "C##CLEAN", "password": "cleaner"},
)
_JOBS = (
    pathlib.Path(__file__).with_name("job_examples.yml"),
    {"service_name": "sales", "user": "DPEXP", "password": "nightly"},
)
_BEFORE = {
    "Resume a job that was stopped, or whose instance died": "Export a schema every night",
    "Give a running job more workers": "Start a large export now and look after it later",
    "Add dump files to an export that has filled its own": "Start a large export now and look after it later",
    "Import one schema under another name, once": "Export a schema every night",
    "Write the DDL of some tables into a file": "Export a schema every night",
}
"""Examples that go on with the job or the files of another one."""
_STOPPED = {"Resume a job that was stopped, or whose instance died"}
_READ = {"name": "Read what is there", "dbops.datapump.datapump_facts": {}, "register": "read"}
_JOB = "(read.ansible_facts.datapump.jobs | selectattr('name', 'equalto', '{name}') | first)"
_DROPPED = "(read.ansible_facts.datapump.recycle_bin | selectattr('object_id', 'equalto', {object_id}) | first)"
_MODULES = sorted((project.ROOT / "plugins" / "modules").glob("datapump_*.py"))


def examples_of(module: pathlib.Path) -> list[dict]:
    """The tasks in the EXAMPLES of a module."""
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "EXAMPLES":
            return yaml.safe_load(statement.value.value)
    return []


EXAMPLES = [
    pytest.param(task, id=f"{module.stem}-{task['name']}") for module in _MODULES for task in examples_of(module)
]


def module_of(task: dict) -> str | None:
    """The name of our module that the task calls, if it is one of ours."""
    return next((key for key in task if key.startswith(f"{project.FULL_NAME}.")), None)


def adapted(task: dict) -> list[dict]:
    """The task with this database's values, after the tasks that find them out and make what it presupposes."""
    module = module_of(task)
    if module is None:
        return [_READ, task]
    options = {name: value for name, value in task[module].items() if name not in _CONNECTION}
    before = [_READ, *_made_before(task, module)]
    if options.get("digest"):
        options["digest"] = "{{ " + _JOB.format(**options) + ".digest }}"
    if options.get("recycle_bin_name") or options.get("state") == "present":
        digest = "{{ " + _JOB.format(**options) + ".digest }}"
        wanted = {key: options[key] for key in ("owner", "name", "object_id")}
        before += [{"name": "Drop it first", module: {**wanted, "digest": digest, "state": "absent"}}, _READ]
    if options.get("recycle_bin_name"):
        options["recycle_bin_name"] = "{{ " + _DROPPED.format(**options) + ".object_name }}"
        options["dropscn"] = "{{ " + _DROPPED.format(**options) + ".dropscn }}"
    return [*before, {**task, module: options}]


def _made_before(task: dict, module: str) -> list[dict]:
    """The example that this one goes on with, stopped where it is to be resumed."""
    earlier = next(
        (entry.values[0] for entry in EXAMPLES if entry.values[0]["name"] == _BEFORE.get(task["name"])), None
    )
    if earlier is None:
        return []
    options = {name: value for name, value in earlier[module].items() if name not in _CONNECTION}
    if task["name"] not in _STOPPED:
        return [{**earlier, module: options}]
    job = {"owner": "DPEXP", "name": options["name"]}
    return [
        {**earlier, module: {**options, "state": "started"}},
        {"name": "Stop it", module: {**job, "state": "stopped"}},
    ]


def play(tasks: list[dict], connection: dict[str, object], folder: pathlib.Path) -> subprocess.CompletedProcess[str]:
    playbook = folder / "example.yml"
    plays = [
        {
            "name": "Run an example",
            "hosts": "localhost",
            "gather_facts": False,
            "vars": {
                "ansible_connection": "local",
                "ansible_python_interpreter": sys.executable,
                "vault_dump_password": "only-in-examples",
                # For examples that run the role.
                **{f"datapump_{name}": value for name, value in connection.items()},
            },
            "module_defaults": {"group/dbops.datapump.datapump": connection},
            "tasks": tasks,
        }
    ]
    playbook.write_text(json.dumps(plays), encoding="utf-8")
    return subprocess.run(
        [os.path.join(sys.prefix, "bin", "ansible-playbook"), "-i", "localhost,", str(playbook)],
        cwd=folder,
        env=Environment(pathlib.Path(sys.prefix)).variables(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_module_has_examples() -> None:
    assert [module.stem for module in _MODULES if not examples_of(module)] == []


@pytest.mark.parametrize("task", EXAMPLES)
def test_an_example_runs(task: dict, tmp_path: pathlib.Path) -> None:
    """In a simulator of its own, so that none sees what another has changed."""
    needs_containers = "containers" in task.get(module_of(task), {})
    makes_jobs = task.get(module_of(task), {}).get("state") in ("started", "completed")
    scenario, account = _CONTAINERS if needs_containers else _JOBS if makes_jobs else _SINGLE
    for folder in task.get(module_of(task), {}).get("folders", []):
        (tmp_path / folder).mkdir(parents=True)
    with simulator.running(Environment(pathlib.Path(sys.prefix)), scenario, tmp_path) as started:
        finished = play(adapted(task), {"host": started.host, "port": started.port, **account}, tmp_path)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert task["name"] in finished.stdout
