# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages about what users install: the artefact, and an execution environment that contains it."""

from __future__ import annotations

import pathlib
import re
import tarfile
import tempfile

from .. import project
from ..environment import Environment
from ..stage import Counts, Run

#: Parts of the repository that Galaxy does not need to hand out.
_NOT_PACKED = (".ci/", ".github/")


#: galaxy-importer pins other versions of the linters than test-requirements.txt: it gets an environment of its own.
_IMPORTER = "galaxy-importer==0.4.44"
_IMPORTER_SETTINGS = """\
[galaxy-importer]
CHECK_REQUIRED_TAGS = True
REQUIRE_V1_OR_GREATER = True
RUN_FLAKE8 = True
"""


def build_artefact(environment: Environment, destination: pathlib.Path) -> list[str]:
    """The command that builds the artefact, from a clean copy, into a directory."""
    return [
        str(environment.bin / "ansible-galaxy"),
        "collection",
        "build",
        "--force",
        "--output-path",
        str(destination),
    ]


def package(run: Run) -> None:
    """Builds, installs and verifies the artefact without a Galaxy server."""
    with tempfile.TemporaryDirectory(prefix="datapump-") as directory:
        place = pathlib.Path(directory)
        copy = project.copy_collection(place / "source")
        if not run.check("ansible-galaxy collection build", build_artefact(run.environment, place), cwd=copy):
            return
        artefact = next(place.glob("*.tar.gz"))
        with tarfile.open(artefact) as archive:
            packed = {member.name for member in archive.getmembers() if not member.isdir()}
        wanted = {str(name) for name in project.source_files() if not str(name).startswith(_NOT_PACKED)}
        wanted = (wanted - {"galaxy.yml"}) | {"MANIFEST.json", "FILES.json"}
        run.expect(
            f"it holds the {len(wanted)} files of the sources and no other",
            packed == wanted,
            "\n".join(sorted(packed ^ wanted)),
        )
        # Not the linked checkout, which Ansible would find among the Python packages.
        variables = {"ANSIBLE_COLLECTIONS_PATH": str(place / "installed"), "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false"}
        install = [
            "ansible-galaxy",
            "collection",
            "install",
            "--offline",
            str(artefact),
            "-p",
            str(place / "installed"),
        ]
        run.check("it installs without a network", install, env=variables)
        run.check(
            "it verifies", ["ansible-galaxy", "collection", "verify", "--offline", project.FULL_NAME], env=variables
        )
        describe = ["ansible-builder", "introspect", "--sanitize", str(place / "installed")]
        finished = run.command("ansible-builder introspect", describe)
        found = f"# from collection {project.FULL_NAME}" in finished.output and "oracledb" in finished.output
        run.expect("ansible-builder finds its requirements", finished.returncode == 0 and found, finished.output)


def importer(run: Run) -> None:
    """What Galaxy and Automation Hub do with an upload, with the Hub's strict settings."""
    environment = Environment(project.CACHE / "importer")
    environment.prepare(_IMPORTER, f"ansible-core=={run.environment.version_of('ansible-core')}", constraints=None)
    with tempfile.TemporaryDirectory(prefix="datapump-") as directory:
        place = pathlib.Path(directory)
        copy = project.copy_collection(place / "source")
        if not run.check("ansible-galaxy collection build", build_artefact(run.environment, place), cwd=copy):
            return
        (place / "settings").write_text(_IMPORTER_SETTINGS, encoding="utf-8")
        command = [str(environment.python), "-m", "galaxy_importer.main", str(next(place.glob("*.tar.gz")))]
        variables = environment.variables() | {"GALAXY_IMPORTER_CONFIG": str(place / "settings"), "HOME": directory}
        finished = run.command("galaxy-importer", command, cwd=place, env=variables)
        loaded = re.findall(r"^Loading (?:module|role|filter|playbook) ", finished.output, flags=re.MULTILINE)
        run.record("galaxy-importer", finished, Counts(passed=len(loaded)), telling=r"ERROR|WARNING|Error")


def builder(run: Run) -> None:
    """ansible-builder accepts the example of an execution environment and writes its build context."""
    with tempfile.TemporaryDirectory(prefix="datapump-") as directory:
        place = pathlib.Path(directory)
        copy = project.copy_collection(place / "source")
        context = place / "context"
        if not run.check(
            "ansible-galaxy collection build",
            build_artefact(run.environment, copy / "examples" / "execution_environment"),
            cwd=copy,
        ):
            return
        command = [
            "ansible-builder",
            "create",
            "-f",
            "execution-environment.yml",
            "-c",
            str(context),
            "--output-filename",
            "Containerfile",
        ]
        run.check("ansible-builder create", command, cwd=copy / "examples" / "execution_environment")
        written = (context / "Containerfile").read_text(encoding="utf-8") if context.exists() else ""
        run.expect("the Containerfile installs the collection", "ansible-galaxy collection install" in written, written)
