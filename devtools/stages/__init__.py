# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages of ``dev.py test``; those that take longest come early, so that side by side they end together."""

from __future__ import annotations

from ..stage import Stage
from . import ansible_test, cores, packaging, pytests, role, static

STAGES = (
    Stage("checkout", "the plugins that are loaded are this checkout's", pytests.checkout, floor=2),
    Stage("sanity", "ansible-test sanity on every Python found", ansible_test.sanity, floor=30),
    Stage(
        "interleavings",
        "seeded interleavings of clients, sessions and faults, judged by an independent checker",
        pytests.folder("tests/interleavings"),
        floor=100,
    ),
    Stage("units", "ansible-test units on every Python found", ansible_test.units, floor=400),
    Stage("simulator", "the simulator's own tests", pytests.folder("tests/simulator/tests", parallel=True), floor=1000),
    Stage("integration", "ansible-test integration against the simulator", ansible_test.integration, floor=10),
    Stage(
        "direct",
        "modules run in the controller: the same results, and a driver that crashes or hangs harms one host only",
        pytests.folder("tests/direct", parallel=True),
        floor=70,
    ),
    Stage("molecule", "the role under molecule", role.molecule, floor=40),
    Stage(
        "resilience",
        "kills, silent listeners, bad input, secrets",
        pytests.folder("tests/resilience", parallel=True),
        floor=155,
    ),
    Stage(
        "environments",
        "instances, containers, standbys, releases, privileges, many jobs",
        pytests.folder("tests/environments", parallel=True),
        floor=400,
    ),
    Stage(
        "catalogue",
        "the catalogue of faults, case by case",
        pytests.folder("tests/catalogue", parallel=True),
        floor=280,
    ),
    Stage(
        "mutants",
        "the collection without one guard after the other, which tests must see",
        pytests.mutants,
        floor=720,
    ),
    Stage(
        "guards",
        "the guarded blocks themselves, each guard in a world that only it refuses",
        pytests.folder("tests/guards", parallel=True),
        floor=110,
    ),
    Stage("unit", "the collection's unit tests", pytests.folder("tests/unit"), floor=400),
    Stage(
        "properties",
        "names, digests, error codes and plans on random input",
        pytests.folder("tests/properties"),
        floor=25,
    ),
    Stage(
        "fleet",
        "the fleet report, its page in a real browser",
        pytests.folder("tests/fleet", parallel=True),
        floor=19,
    ),
    Stage("project", "licences, agreement of the parts, examples that run", pytests.folder("tests/project"), floor=70),
    Stage("lint", "yamllint, ruff, mypy, ansible-lint, antsibull-changelog", static.lint, floor=6),
    Stage("docs", "ansible-doc and antsibull-docs", static.docs, floor=6),
    Stage("runner", "the role under ansible-runner, as AWX runs it", role.awx, floor=5),
    Stage("demo", "dev.py demo", role.demo, floor=9),
    Stage("package", "the artefact builds, installs and verifies", packaging.package, floor=5),
    Stage("builder", "ansible-builder accepts the execution environment", packaging.builder, floor=3),
    Stage(
        "cores",
        "sanity, units, direct execution and modules as processes on other releases of ansible-core",
        cores.cores,
        floor=25,
        default=False,
    ),
    Stage("importer", "Galaxy and Automation Hub accept the artefact", packaging.importer, floor=5, default=False),
)
