# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canaries: random secrets go in at every place that takes one, and come out nowhere.

Searched are the output, the log, diffs, every file left in the controller's home, reports, cached facts, JUnit and tree
files, the command lines of all processes, and what the database was told. What modules send to syslog is captured where
they hand it to the C library, because a socket at /dev/log would be the whole machine's.
"""

from __future__ import annotations

import pathlib
import stat
import subprocess
import sys
from typing import Any

import oracledb
import pytest
import yaml
from ansible_collections.dbops.datapump.tests.resilience.canaries import files_below, forms, hits, new_canary
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from ansible_collections.dbops.datapump.tests.resilience.playbooks import Controller, Played
from ansible_collections.dbops.datapump.tests.resilience.world import USER, Place, World

pytestmark = pytest.mark.timeout(400)

CONSENT = pathlib.Path(__file__).resolve().parents[1] / "demo" / "consent.yml"
WITHOUT_PASSWORD = {"datapump_host": "127.0.0.1", "datapump_user": USER}
ROLE = {"roles": ["dbops.datapump.cleanup"]}
SAYS_EVERYTHING = ("-vvvv", "--diff")

CANARIES = {
    name: new_canary()
    for name in (
        "password",
        "refused password",
        "wallet password",
        "dsn password",
        "descriptor password",
        "environment password",
        "environment dsn",
        "proxy password",
        "vault password",
    )
}


@pytest.fixture
def controller(tmp_path: pathlib.Path) -> Controller:
    return Controller(tmp_path)


@pytest.fixture
def place(world: World) -> Place:
    return world.add(passwords={USER: CANARIES["password"]})


def assert_no_hits(captured: dict[str, bytes]) -> None:
    assert sum(map(len, captured.values())) > 500, "nothing was captured"
    found = hits(CANARIES, captured)
    assert not found, "\n".join(found)


def address(place: Place) -> dict[str, Any]:
    return {**WITHOUT_PASSWORD, "datapump_port": place.port, "datapump_service_name": place.service}


def encrypted(controller: Controller, tmp_path: pathlib.Path, variables: dict[str, Any]) -> tuple[str, ...]:
    """Arguments that give variables in a vaulted file."""
    plain = controller.give("secrets.yml", variables)
    key = controller.give("key", CANARIES["vault password"])
    command = [str(pathlib.Path(sys.executable).parent / "ansible-vault"), "encrypt", "--vault-password-file", str(key)]
    subprocess.run([*command, str(plain)], check=True, capture_output=True, cwd=tmp_path)
    return "-e", f"@{plain}", "--vault-password-file", str(key)


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (SAYS_EVERYTHING, {}),
        ((*SAYS_EVERYTHING, "--check"), {"ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml"}),
        ((), {"ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.oneline"}),
    ],
    ids=["everything", "check-yaml", "oneline"],
)
def test_the_role_with_a_password_from_a_vault(
    controller: Controller,
    place: Place,
    tmp_path: pathlib.Path,
    arguments: tuple[str, ...],
    environment: dict[str, str],
) -> None:
    secrets = encrypted(
        controller,
        tmp_path,
        {"datapump_password": CANARIES["password"], "datapump_wallet_password": CANARIES["wallet password"]},
    )
    play = {**ROLE, "vars": {**address(place), **yaml.safe_load(CONSENT.read_text(encoding="utf-8"))}}
    played = controller.play(play, *secrets, *arguments, place=place, environment=environment)
    assert played.status == 0, played.output[-3000:]
    assert (85215 in place.tables()) == ("--check" in arguments)
    names = {pathlib.PurePath(name).name for name in played.captured}
    assert {"report.json", "plan.sql", "ansible.log"} <= names
    assert ("pending.yml" in names) == ("--check" not in arguments)
    assert_no_hits(played.captured)


def failing_options(place: Place) -> list[dict[str, Any]]:
    """Options with secrets, most of them where they do not belong, that go wrong in as many ways."""
    good = {"host": "127.0.0.1", "port": place.port, "service_name": place.service, "user": USER}
    dsn, descriptor = CANARIES["dsn password"], CANARIES["descriptor password"]
    tasks = [
        {"dsn": f"scott/{dsn}@127.0.0.1:{place.port}/{place.service}"},
        {"dsn": f"(DESCRIPTION=(SECURITY=(USER=u)(PASSWORD={descriptor})))", "user": USER, "password": "x1y2z3"},
        {"dsn": f"127.0.0.1:1/({descriptor}", "user": USER, "password": CANARIES["password"], "port": "no number"},
        {**good, "password": CANARIES["refused password"]},
        {**good, "user": "SYS", "mode": "sysdba", "password": CANARIES["refused password"]},
        {**good, "user": f"{USER}[NOBODY]", "password": CANARIES["proxy password"]},
        {**good, "proxy_user": "NOBODY", "password": CANARIES["password"]},
        {**good, "service_name": "nowhere", "password": CANARIES["password"]},
        {**good, "port": 1, "password": CANARIES["password"]},
        {**good, "protocol": "tcps", "password": CANARIES["password"], "wallet_location": "/nowhere",
         "wallet_password": CANARIES["wallet password"]},
        {**good, "password": CANARIES["password"], "unknown_option": CANARIES["password"]},
        {**good, "password": CANARIES["password"], "gather_subset": ["wrong"], "call_timeout": "soon"},
        {**good, "password": {"nested": CANARIES["password"]}},
        good,
    ]  # fmt: skip
    return tasks


@pytest.mark.parametrize(
    "environment",
    [{}, {"ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.minimal"}, {"ANSIBLE_PIPELINING": "true"}],
    ids=["default", "minimal", "pipelining"],
)
def test_tasks_that_fail(controller: Controller, place: Place, environment: dict[str, str]) -> None:
    given = failing_options(place)
    # From variables, as secrets come: what stands in a playbook is shown by Ansible wherever it shows the playbook.
    secrets = controller.give("secrets.yml", {"given": given})
    tasks = [
        {
            "dbops.datapump.datapump_facts": {name: f"{{{{ given[{number}]['{name}'] }}}}" for name in options},
            "ignore_errors": True,
        }
        for number, options in enumerate(given)
    ]
    from_environment = {
        "DATAPUMP_PASSWORD": CANARIES["environment password"],
        "DATAPUMP_WALLET_PASSWORD": CANARIES["wallet password"],
    }
    arguments = (*SAYS_EVERYTHING, "-e", f"@{secrets}")
    played = controller.play({"tasks": tasks}, *arguments, place=place, environment={**environment, **from_environment})
    assert played.status == 0, played.output[-3000:]
    assert played.output.count("FAILED!") >= len(given), "not every task failed"
    assert_no_hits(played.captured)


BROKEN_DRIVERS = {
    "raises": "raise RuntimeError(f'cannot use {given} as in {sorted(given.items())}')",
    "raises-its-own": "raise Error(f'DPY-4018: invalid value in {given[\"password\"]!r} at {given}')",
    "crashes": "os.kill(os.getpid(), signal.SIGSEGV)",
    "exits": "raise SystemExit(f'bad {given}')",
}
BROKEN_DRIVER = """
import faulthandler, os, signal, sys
faulthandler.enable()
class Error(Exception): pass
def is_thin_mode(): return True
def connect(**given): {behaviour}
"""


@pytest.mark.parametrize("behaviour", BROKEN_DRIVERS)
def test_a_driver_that_breaks(behaviour: str, controller: Controller, place: Place, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "driver"
    folder.mkdir()
    source = BROKEN_DRIVER.format(behaviour=BROKEN_DRIVERS[behaviour])
    (folder / "oracledb.py").write_text(source, encoding="utf-8")
    options = {
        "host": "127.0.0.1", "port": place.port, "service_name": place.service, "user": USER,
        "password": CANARIES["password"], "wallet_password": CANARIES["wallet password"],
    }  # fmt: skip
    secrets = controller.give("secrets.yml", {"given": options})
    task = {"dbops.datapump.datapump_facts": "{{ given }}", "environment": {"PYTHONPATH": str(folder)}}
    played = controller.play({"tasks": [task]}, *SAYS_EVERYTHING, "-e", f"@{secrets}", place=place)
    assert played.status == 2
    assert "FAILED!" in played.output
    assert_no_hits(played.captured)


def test_kept_remote_files_hold_the_arguments_and_are_their_owners_alone(
    controller: Controller, place: Place, tmp_path: pathlib.Path
) -> None:
    """ANSIBLE_KEEP_REMOTE_FILES is for debugging: it leaves modules with their arguments; nothing else does."""
    options = {
        "host": "127.0.0.1", "port": place.port, "service_name": place.service, "user": USER,
        "password": CANARIES["password"],
    }  # fmt: skip
    secrets = controller.give("secrets.yml", {"given": options})
    task = {"dbops.datapump.datapump_facts": "{{ given }}", "vars": {"datapump_direct": False}}
    arguments = (*SAYS_EVERYTHING, "-e", f"@{secrets}")
    played = controller.play({"tasks": [task]}, *arguments, place=place, environment={"ANSIBLE_KEEP_REMOTE_FILES": "1"})
    assert played.status == 0, played.output[-3000:]
    kept = {name: text for name, text in played.captured.items() if name.startswith("remote/")}
    assert kept
    assert_no_hits({name: text for name, text in played.captured.items() if name not in kept})
    for name in kept:
        path = tmp_path / "left" / name
        modes = [
            stat.S_IMODE(part.stat().st_mode) for part in (path, *path.parents) if tmp_path / "left" in part.parents
        ]
        assert any(mode & 0o077 == 0 for mode in modes), f"others can read {name}"


@pytest.mark.parametrize("number", range(14))
def test_what_modules_send_to_syslog(number: int, launcher: Launcher, place: Place, tmp_path: pathlib.Path) -> None:
    options = failing_options(place)[number]
    log = tmp_path / "syslog"
    ended = launcher.run(
        "datapump_facts",
        {**options, "_ansible_no_log": False, "_ansible_target_log_info": None},
        environment={"DATAPUMP_PASSWORD": CANARIES["environment password"]},
        syslog=log,
    )
    told = log.read_bytes() if log.exists() else b""
    assert_no_hits({"syslog": told, "output": ended.output, "errors": ended.errors, "": b" " * 500})


def test_syslog_is_captured(launcher: Launcher, place: Place, tmp_path: pathlib.Path) -> None:
    log = tmp_path / "syslog"
    options = {**place.connection, "password": CANARIES["password"]}
    assert launcher.run("datapump_facts", options, syslog=log).status == 0
    assert place.service.encode() in log.read_bytes()
    assert_no_hits({"syslog": log.read_bytes(), "what the database heard": place.heard()})


def test_a_planted_leak_is_found(controller: Controller, place: Place) -> None:
    """The search finds each canary in each form, wherever one was left."""
    secret = CANARIES["password"]
    played = controller.play({"tasks": [{"ansible.builtin.debug": {"msg": f"a {secret} b"}}]}, place=place)
    found = hits(CANARIES, played.captured)
    assert any(hit.endswith("in the output") for hit in found)
    assert any(hit.endswith("in ansible.log") for hit in found)
    assert any("in tree/" in hit for hit in found)
    for name, canary in CANARIES.items():
        for form, text in forms(canary).items():
            assert any(hit.startswith(f"{name} {form} ") for hit in hits(CANARIES, {"x": b"..." + text + b"..."}))


def test_a_leak_on_a_command_line_and_in_a_tag_is_found(world: World, tmp_path: pathlib.Path) -> None:
    controller = Controller(tmp_path)
    secret = CANARIES["password"]
    played: Played = controller.play(
        {"tasks": [{"ansible.builtin.command": {"argv": [sys.executable, "-c", "import time; time.sleep(1)", secret]}}]}
    )
    assert any(hit.endswith("in the command lines") for hit in hits(CANARIES, played.captured))
    place = world.add()
    with oracledb.connect(user=USER, password="cleaner", dsn=f"127.0.0.1:{place.port}/{place.service}") as connection:
        connection.client_identifier = secret
        connection.ping()
        connection.cursor().execute("SELECT 1 FROM SYS.DUAL")
    assert hits(CANARIES, {"what the database heard": place.heard()})


def test_files_are_found_at_any_depth(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"d")
    assert files_below(tmp_path) == {"a/b/c": b"d"}
