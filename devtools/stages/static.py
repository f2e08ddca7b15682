# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages that read the sources without running them: linters, types, documentation, changelog."""

from __future__ import annotations

import json
import statistics

from .. import project
from ..stage import Counts, Run


def lint(run: Run) -> None:
    """Every linter, on every file it understands."""
    python = run.environment.python
    yaml_files = sum(name.suffix in {".yml", ".yaml"} for name in project.source_files())
    python_files = sum(name.suffix == ".py" for name in project.source_files())
    run.check("yamllint", ["yamllint", "--strict", "."], detail=f"{yaml_files} files")
    run.check("ruff", ["ruff", "check", "--output-format", "concise"], detail=f"{python_files} files")
    run.check("ruff format", ["ruff", "format", "--check"], detail=f"{python_files} files")
    run.check("antsibull-changelog lint", ["antsibull-changelog", "lint"])
    run.check("mypy", [python, "-m", "mypy"])
    finished = run.command("ansible-lint", ["ansible-lint", "--offline", "--nocolor"])
    # It reports success too when it was given nothing: its last line names the profile and the number of files.
    passed = "production" in finished.output and " 0 files" not in finished.output
    run.record("ansible-lint", finished, Counts(passed=int(passed)), _last_line(finished.output))
    run.note(_sizes())


def docs(run: Run) -> None:
    """The documentation of every plugin and role: it must be there, parse, and refer to what exists."""
    finished = run.command("ansible-doc", ["ansible-doc", "--metadata-dump", "--no-fail-on-errors", project.FULL_NAME])
    described: dict[str, dict[str, str]] = {}
    if finished.returncode == 0:
        for kind, plugins in json.loads(finished.output[finished.output.index("{") :])["all"].items():
            described |= {
                f"{kind} {name}": text for name, text in plugins.items() if name.startswith(project.FULL_NAME)
            }
    broken = [f"{name}: {text['error']}" for name, text in described.items() if "error" in text]
    documented = Counts(len(described) - len(broken), len(broken))
    run.record("ansible-doc of every plugin and role", finished, documented, "; ".join(broken))
    run.check(
        "antsibull-docs",
        ["antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs", "self", "."],
    )


def _sizes() -> str:
    """How long the Python files are; a long one is worth a look, so the longest are named."""
    names = [str(name) for name in project.source_files() if name.suffix == ".py"]
    lines = {name: len((project.ROOT / name).read_text(encoding="utf-8").splitlines()) for name in names}
    longest = sorted(lines, key=lambda name: lines[name], reverse=True)[:5]
    median = statistics.median(lines.values())
    return f"lines per Python file: median {median:.0f}; longest " + ", ".join(
        f"{name} {lines[name]}" for name in longest
    )


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
