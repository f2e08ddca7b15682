# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Try the mutants: ``python tests/mutants/run.py --help``."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import tempfile
import time
import xml.etree.ElementTree
from collections import Counter
from collections.abc import Sequence

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from devtools import project
from mutants.campaign import Campaign, Fate, Verdict
from mutants.catalogue import BadCatalogue, Mutant, chosen, read


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 when every mutant was killed."""
    options = _parser().parse_args(arguments)
    try:
        mutants = chosen(read(), options.id)
    except BadCatalogue as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 2
    if options.list:
        print("\n".join(f"{mutant.id:<32} {mutant.removes}" for mutant in mutants))
        return 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        verdicts = _tried(
            Campaign(project.copy_collection, pathlib.Path(folder), options.processes), mutants, options.why
        )
    order = {mutant.id: position for position, mutant in enumerate(mutants)}
    verdicts.sort(key=lambda verdict: order[verdict.mutant.id])
    if options.junit is not None:
        write_junit(options.junit, verdicts)
    print(summary(verdicts, time.monotonic() - started))
    return 0 if all(verdict.fate is Fate.KILLED for verdict in verdicts) else 1


def _tried(campaign: Campaign, mutants: Sequence[Mutant], why: bool) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for verdict in campaign.run(mutants, lambda line: print(line, flush=True)):
        verdicts.append(verdict)
        killed = verdict.fate is Fate.KILLED
        told = f"\n        {verdict.why}" if why or not killed else ""
        place = f"[{len(verdicts):>{len(str(len(mutants)))}}/{len(mutants)}]"
        print(f"{place} {verdict.fate.value:<8} {verdict.mutant.id:<32} {verdict.seconds:5.1f} s{told}", flush=True)
    return verdicts


def summary(verdicts: Sequence[Verdict], seconds: float) -> str:
    """A line for each mutant that was not killed, and one for all."""
    lines = [
        f"{verdict.fate.value.upper()} {verdict.mutant.id} (without {verdict.mutant.removes}): {verdict.why}"
        for verdict in verdicts
        if verdict.fate is not Fate.KILLED
    ]
    counts = Counter(verdict.fate for verdict in verdicts)
    told = ", ".join(f"{counts[fate]} {fate.value}" for fate in Fate if counts[fate] or fate is Fate.KILLED)
    return "\n".join([*lines, f"{len(verdicts)} mutants: {told} ({seconds:.0f} s)"])


def write_junit(path: pathlib.Path, verdicts: Sequence[Verdict]) -> None:
    """The verdicts as a report that every tool reads."""
    failed = [verdict for verdict in verdicts if verdict.fate is not Fate.KILLED]
    suite = xml.etree.ElementTree.Element(
        "testsuite", name="mutants", tests=str(len(verdicts)), failures=str(len(failed)), errors="0"
    )
    for verdict in verdicts:
        case = xml.etree.ElementTree.SubElement(
            suite, "testcase", classname="mutants", name=verdict.mutant.id, time=f"{verdict.seconds:.3f}"
        )
        if verdict in failed:
            xml.etree.ElementTree.SubElement(case, "failure", message=f"{verdict.fate.value}: {verdict.why}")
    xml.etree.ElementTree.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Take one guard after the other out of a copy of the collection; tests must fail each time."
    )
    parser.add_argument("id", nargs="*", help="mutants to try, * and ? are wildcards (default: all)")
    parser.add_argument("--list", action="store_true", help="name them only")
    parser.add_argument("--why", action="store_true", help="tell which test saw each mutant, and what it said")
    parser.add_argument(
        "--processes", type=int, default=len(os.sched_getaffinity(0)), help="how many at a time (default: %(default)s)"
    )
    parser.add_argument("--junit", type=pathlib.Path, help="file to write a JUnit report to")
    return parser


if __name__ == "__main__":
    sys.exit(main())
