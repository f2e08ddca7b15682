# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""python-oracledb's own tests, unmodified, against the simulator.

Which of them must pass is listed in python_oracledb_allowed.txt: only tests that need a server are in it, and it is
meant to grow with the simulator.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import sys
import tarfile
import xml.etree.ElementTree

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ALLOWED = HERE / "python_oracledb_allowed.txt"
SOURCE = HERE / "python_oracledb_source.txt"
FLOOR = 500  # fewer tests than this are no gate


def allowed_tests() -> list[str]:
    lines = (line.strip() for line in ALLOWED.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="session")
def driver_tests(cache: pathlib.Path) -> pathlib.Path:
    """The tests directory of the driver's source distribution, fetched once."""
    release = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    unpacked = cache / f"python-oracledb-{release}"
    if not unpacked.exists():
        fetched = cache / f"{unpacked.name}.fetched"
        pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
        options = ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
        subprocess.run(
            [*pip, *options, "--dest", str(fetched), "--requirement", str(SOURCE)],
            env=os.environ | {"PYTHONPATH": str(HERE / "stand_ins" / "build_backend")},
            check=True,
        )
        (archive,) = fetched.glob("*.tar.gz")
        draft = cache / f"{unpacked.name}.new"
        with tarfile.open(archive) as packed:
            packed.extractall(draft, filter="data")
        draft.rename(unpacked)
    (tests,) = unpacked.glob("*/tests")
    return tests


def run_driver_tests(tests: pathlib.Path, ids: list[str], port: int, report: pathlib.Path) -> dict[str, str]:
    """The outcome of each test by its id: passed, failure, error or skipped."""
    arguments = report.with_suffix(".ids")
    arguments.write_text("\n".join(ids))
    accounts = {
        "MAIN_USER": "pythontest",
        "MAIN_PASSWORD": "welcome",
        "PROXY_USER": "pythontestproxy",
        "PROXY_PASSWORD": "welcome",
        "ADMIN_USER": "system",
        "ADMIN_PASSWORD": "manager",
        "CONNECT_STRING": f"127.0.0.1:{port}/driver_tests",
    }
    pytest_options = ["-q", "-c", os.devnull, f"--rootdir={tests}", "-p", "no:cacheprovider", "--timeout=10"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *pytest_options, f"--junitxml={report}", f"@{arguments}"],
        cwd=tests,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        | {"PYTHONPATH": str(HERE / "stand_ins" / "imports"), "PYTHONDONTWRITEBYTECODE": "1"}
        | {f"PYO_TEST_{name}": value for name, value in accounts.items()},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    outcomes = {}
    for case in xml.etree.ElementTree.parse(report).iter("testcase"):
        path = (case.get("classname") or "").replace(".", "/")
        others = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        outcomes[f"{path}.py::{case.get('name')}"] = others[0] if others else "passed"
    return outcomes


@pytest.mark.timeout(300)
def test_the_allowed_tests_of_the_driver_pass(driver_tests: pathlib.Path, port: int, tmp_path: pathlib.Path) -> None:
    allowed = allowed_tests()
    assert len(set(allowed)) == len(allowed) >= FLOOR
    outcomes = run_driver_tests(driver_tests, allowed, port, tmp_path / "report.xml")
    missing = {test: outcomes.get(test, "not run") for test in allowed if outcomes.get(test) != "passed"}
    assert missing == {}
