# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages that pytest carries out, and the proof that what is tested is this checkout."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable

from .. import process, project
from ..stage import Run, junit_counts


def checkout(run: Run) -> None:
    """Ansible and Python must load the collection from here, not from a copy in the user's home."""
    listing = run.command("ansible-doc --list_files", ["ansible-doc", "--list_files", project.FULL_NAME]).output
    paths = [pathlib.Path(line.split()[1]) for line in listing.splitlines() if line.startswith(f"{project.FULL_NAME}.")]
    modules = sorted(path.resolve() for path in paths)
    run.expect(
        f"the {len(modules)} modules Ansible finds are this checkout's",
        bool(modules) and modules == sorted((project.ROOT / "plugins" / "modules").glob("*.py")),
        listing,
    )
    module = f"ansible_collections.{project.FULL_NAME}"
    code = f"import importlib; print(*importlib.import_module('{module}').__path__)"
    printed = run.command("import", [run.environment.python, "-c", code]).output.strip()
    run.expect("the package Python imports is this checkout", os.path.realpath(printed) == str(project.ROOT), printed)


def mutants(run: Run) -> None:
    """What tries the mutants works, and every mutant is killed. Arguments choose mutants."""
    python = str(run.environment.python)
    report = run.logs / "junit.xml"
    tested = run.command("tests/mutants", [python, "-m", "pytest", "tests/mutants", f"--junitxml={report}"])
    run.record("pytest tests/mutants", tested, junit_counts(report))
    verdicts = run.logs / "mutants.xml"
    spread = ["--processes", str(min(2, process.cores()))]
    tried = run.command("mutants", [python, "tests/mutants/run.py", f"--junit={verdicts}", *spread, *run.arguments])
    telling = r"^([A-Z]{5}|\d+ mutants|mutants:)"
    run.record("mutants that tests see", tried, junit_counts(verdicts), telling=telling)


def folder(path: str, *, parallel: bool = False) -> Callable[[Run], None]:
    """A stage that runs the tests in a folder; parallel spreads them over the processors."""

    def body(run: Run) -> None:
        report = run.logs / "junit.xml"
        command = [str(run.environment.python), "-m", "pytest", path, f"--junitxml={report}"]
        spread = ["--numprocesses", str(min(4, process.cores()))] if parallel else []
        finished = run.command(path, [*command, *spread, *run.arguments])
        run.record(f"pytest {path}", finished, junit_counts(report))

    return body
