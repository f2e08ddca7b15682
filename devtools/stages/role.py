# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages in which the role runs as users run it: under molecule, under ansible-runner as in AWX, in the demo."""

from __future__ import annotations

import json
import pathlib
import re
import tempfile

from ..demo import Demo
from ..simulator import SUPPORT_NOTE, running
from ..stage import Counts, Run

#: Only in the credential file that AWX would write; it must not turn up in anything the run leaves behind.
_PASSWORD = "cleaner"

#: molecule folds and colours what Ansible prints; the recaps must stay on one line each to be read.
_PLAIN = {"COLUMNS": "250", "NO_COLOR": "1", "PY_COLORS": "0"}


def molecule(run: Run) -> None:
    """Every molecule scenario, idempotence included."""
    with tempfile.TemporaryDirectory(prefix="datapump-") as directory:
        finished = run.command(
            "molecule", ["molecule", "test", "--all"], env={"MOLECULE_EPHEMERAL_DIRECTORY": directory} | _PLAIN
        )
    recaps = re.findall(r"ok=(\d+)\s+changed=\d+\s+unreachable=(\d+)\s+failed=(\d+)\s+skipped=(\d+)", finished.output)
    counts = sum(
        (Counts(int(ok), int(lost) + int(failed), int(skipped)) for ok, lost, failed, skipped in recaps), Counts()
    )
    run.record("molecule test --all", finished, counts)
    idempotent = re.search(r"idempotence\S* Executed: Successful", finished.output)
    run.expect("a second run changed nothing", idempotent is not None, finished.output)


def awx(run: Run) -> None:
    """The role under ansible-runner: a credential injects user and password, the address is in the inventory.

    Not the address too: injected variables beat the inventory, and every host would then be the same database.
    """
    with tempfile.TemporaryDirectory(prefix="datapump-") as directory:
        place = pathlib.Path(directory)
        with running(run.environment, SUPPORT_NOTE, place / "simulator") as simulator:
            private = place / "private"
            _write_private_data(private, simulator.host, simulator.port)
            finished = run.command(
                "ansible-runner run", ["ansible-runner", "run", private, "-p", "cleanup.yml", "-i", "job"]
            )
        run.record("ansible-runner run", finished, Counts(passed=int(finished.returncode == 0)))
        artefacts = private / "artifacts" / "job"
        events = [json.loads(file.read_text(encoding="utf-8")) for file in artefacts.glob("job_events/*.json")]
        stats: dict[str, object] = next(
            (event["event_data"] for event in events if event["event"] == "playbook_on_stats"), {}
        )
        run.expect(f"it left {len(events)} events", len(events) > 10, finished.output)
        run.expect(
            "the host was reached, nothing was changed without consent",
            bool(stats.get("ok")) and not stats.get("changed"),
            str(stats),
        )
        run.expect("it left job artifacts (set_stats)", bool(stats.get("artifact_data")), str(stats))
        text = "\n".join(
            file.read_text(encoding="utf-8", errors="replace") for file in artefacts.rglob("*") if file.is_file()
        )
        run.expect("the password is in none of them", bool(text) and _PASSWORD not in text)


def demo(run: Run) -> None:
    """The demo does what it says: nothing without consent, the two jobs with it, nothing the second time."""
    log = run.logs / "01-demo.log"
    with log.open("w", encoding="utf-8") as output:
        shown = Demo(run.environment, output)
        shown.play()
    for title, holds in shown.checks:
        run.expect(title, holds, log.read_text(encoding="utf-8"))
    run.cpu_seconds += shown.cpu_seconds


def _write_private_data(private: pathlib.Path, host: str, port: int) -> None:
    """The directory AWX hands to ansible-runner for one job."""
    files = {
        "project/cleanup.yml": "---\n- name: Clean up\n  ansible.builtin.import_playbook: dbops.datapump.cleanup\n",
        "inventory/hosts.json": json.dumps(
            {
                "all": {
                    "hosts": {"note": {"datapump_host": host, "datapump_port": port, "datapump_service_name": "note"}}
                }
            }
        ),
        "credential.json": json.dumps({"datapump_user": "DPCLEAN", "datapump_password": _PASSWORD}),
        "env/cmdline": f"-e @{private / 'credential.json'}",
        "env/settings": json.dumps({"suppress_env_files": True}),
    }
    for name, text in files.items():
        (private / name).parent.mkdir(parents=True, exist_ok=True)
        (private / name).write_text(text, encoding="utf-8")
