# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo: the clean-up role against a simulated database with four Data Pump jobs, three runs in a row."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import re
import tempfile
from typing import TextIO

from . import process, project
from .environment import Environment
from .simulator import SUPPORT_NOTE, running

_FILES = project.ROOT / "tests" / "demo"
_STEP_SECONDS = 120
#: No word of what there was no need to do.
_DISPLAY = {"ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false"}
#: How Ansible prints a message of several lines: as a JSON list.
_MESSAGE = re.compile(r" => \{\n    \"msg\": (\[\n.*?\n    \])\n\}", flags=re.DOTALL)

INTRODUCTION = """\
A simulated Oracle database holds four Data Pump jobs: one is running, one was stopped on purpose to be resumed later,
one lost its processes and left its master table, and one left nothing but an entry in the job list.
The role dbops.datapump.cleanup connects to it with the real driver, python-oracledb, over TCP.
What Ansible prints is shown as it is, except that messages of several lines are not quoted as JSON.
"""


_JOBS = ("EXPDP_20051121", "SYS_EXPORT_FULL_01", "SYS_EXPORT_TABLE_01", "SYS_EXPORT_TABLE_02")
_CONSENT = ("-e", f"@{_FILES.relative_to(project.ROOT) / 'consent.yml'}")


@dataclasses.dataclass(frozen=True)
class Step:
    """One run of the role: what to say before it, what to add to the command, and what must come of it.

    gone: jobs the run must not find any more; it must find the others.
    """

    explanation: str
    extra: tuple[str, ...]
    changes: bool
    gone: tuple[str, ...] = ()


STEPS = (
    Step("First run, without consent: the role looks, explains what it found, and changes nothing.", (), changes=False),
    Step(
        "Second run, with consent: tests/demo/consent.yml names the two jobs nobody will resume. Only these two go.",
        _CONSENT,
        changes=True,
    ),
    Step(
        "Third run, the same command again: there is nothing left to do, so it ends with changed=0.",
        _CONSENT,
        changes=False,
        gone=_JOBS[2:],
    ),
)


class Demo:
    """Plays the demo. checks: afterwards, what was promised and whether it held."""

    def __init__(self, environment: Environment, output: TextIO) -> None:
        self.environment = environment
        self.output = output
        self.checks: list[tuple[str, bool]] = []
        self.cpu_seconds = 0.0

    def play(self) -> bool:
        """Runs all steps. True if each did what its explanation says."""
        self._say(INTRODUCTION)
        with tempfile.TemporaryDirectory(prefix="datapump-demo-") as directory:
            place = pathlib.Path(directory)
            with running(self.environment, SUPPORT_NOTE, place) as simulator:
                for number, step in enumerate(STEPS, start=1):
                    self._run(step, number, place, simulator.port)
        held = all(holds for _title, holds in self.checks)
        self._say("All three runs did what was promised." if held else "Something went wrong; see above.")
        return held

    def _run(self, step: Step, number: int, place: pathlib.Path, port: int) -> None:
        arguments = ["-i", "tests/demo/inventory.yml", "tests/demo/cleanup.yml", "-e", f"datapump_port={port}"]
        arguments += ["-e", f"datapump_cleanup_report_folder={place / 'report'}", *step.extra]
        self._say(
            f"--- {number}. {step.explanation}\n\n$ ansible-playbook {' '.join(_short(word) for word in arguments)}"
        )
        finished = process.run(
            [str(self.environment.bin / "ansible-playbook"), *arguments],
            log=place / f"run{number}.log",
            cwd=project.ROOT,
            env=self.environment.variables() | _DISPLAY,
            timeout=_STEP_SECONDS,
        )
        self.cpu_seconds += finished.cpu_seconds
        self._say(_MESSAGE.sub(_plain, finished.output))
        changed = re.search(r"^note\s.*\bchanged=(\d+)\s", finished.output, flags=re.MULTILINE)
        promised = "something was changed" if step.changes else "nothing was changed"
        found = tuple(job for job in _JOBS if job in finished.output)
        self.checks += [
            (f"run {number} succeeds", finished.returncode == 0),
            (f"run {number}: {promised}", changed is not None and (int(changed[1]) > 0) == step.changes),
            (f"run {number} finds {', '.join(found)}", set(found) == set(_JOBS) - set(step.gone)),
        ]

    def _say(self, text: str) -> None:
        print(text, file=self.output, flush=True)


def _plain(message: re.Match[str]) -> str:
    """The lines of a message as its author wrote them."""
    return "".join(f"\n    {line}".rstrip(" ") for line in json.loads(message[1]))


def _short(word: str) -> str:
    return word.replace(f"{project.ROOT}/", "")
