# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Facts that stand in more than one file agree."""

from __future__ import annotations

import pathlib
import re
import shlex

import pytest
import yaml

from devtools import cli, environment, project
from devtools.stages import STAGES
from devtools.stages.cores import CORES

GALAXY = yaml.safe_load((project.ROOT / "galaxy.yml").read_text(encoding="utf-8"))
MODULES = sorted(path.stem for path in (project.ROOT / "plugins" / "modules").glob("*.py"))
PINNED = ("demo-requirements.txt", "test-requirements.txt", "test-constraints.txt")
GUIDES = ["README.md", "CONTRIBUTING.md", *(str(path) for path in project.source_files() if path.match("docs/*.md"))]


def text_of(name: str) -> str:
    return (project.ROOT / name).read_text(encoding="utf-8")


def role_variables(name: str) -> dict[str, object]:
    return yaml.safe_load(text_of(f"roles/cleanup/{name}/main.yml")) or {}


def test_the_action_group_holds_every_module_that_connects() -> None:
    connecting = [name for name in MODULES if "dbops.datapump.connection\n" in text_of(f"plugins/modules/{name}.py")]
    assert len(connecting) > 2
    assert yaml.safe_load(text_of("meta/runtime.yml"))["action_groups"] == {"datapump": connecting}


def test_every_module_stands_in_the_readme() -> None:
    assert [name for name in MODULES if f"`{project.FULL_NAME}.{name}`" not in text_of("README.md")] == []


def test_the_name_is_the_one_dev_py_links() -> None:
    assert f"{GALAXY['namespace']}.{GALAXY['name']}" == project.FULL_NAME


@pytest.mark.parametrize("name", ["README.md", "examples/execution_environment/execution-environment.yml"])
def test_the_artefact_is_named_by_its_version(name: str) -> None:
    named = set(re.findall(r"dbops-datapump-([\d.]+)\.tar\.gz", text_of(name)))
    assert named == {GALAXY["version"]}


def test_the_driver_is_required_alike_everywhere() -> None:
    files = [
        "requirements.txt",
        "meta/ee-requirements.txt",
        "tests/unit/requirements.txt",
        "tests/integration/requirements.txt",
    ]
    required = {name: re.findall(r"^oracledb .*", text_of(name), flags=re.MULTILINE) for name in files}
    assert set(map(tuple, required.values())) == {("oracledb >= 2.0.0",)}
    assert "oracledb >= 2.0.0" in text_of("plugins/doc_fragments/connection.py")


def test_every_version_is_pinned_once() -> None:
    pins = re.findall(r"^([\w.-]+) == \S+$", "".join(map(text_of, PINNED)), flags=re.MULTILINE)
    assert len(pins) > 50
    assert sorted({name for name in pins if pins.count(name) > 1}) == []


def test_the_workflow_tests_the_releases_dev_py_knows() -> None:
    workflow = yaml.safe_load(text_of(".github/workflows/test.yml"))
    assert workflow["jobs"]["cores"]["strategy"]["matrix"]["core"] == list(CORES)


def test_the_readme_names_the_releases_tested() -> None:
    pinned = re.search(r"^ansible-core == (\S+);", text_of("demo-requirements.txt"), flags=re.MULTILINE)
    assert pinned and f"ansible-core {pinned[1]} " in text_of("README.md")
    assert [core for core in CORES if core not in text_of("README.md")] == []


@pytest.mark.parametrize(("name", "prefix"), [("defaults", "datapump_cleanup_"), ("vars", "__datapump_cleanup_")])
def test_role_variables_carry_the_prefix(name: str, prefix: str) -> None:
    assert [variable for variable in role_variables(name) if not variable.startswith(prefix)] == []


def commands_in(name: str) -> list[list[str]]:
    """The dev.py commands a guide shows, as words after ``dev.py``; prose and code blocks alike."""
    shown = re.findall(r"python3 dev\.py ([^`\n)]+)", text_of(name))
    return [[word for word in shlex.split(command) if word != "--help"] for command in shown if command != "--help"]


@pytest.mark.parametrize("name", GUIDES)
def test_the_commands_a_guide_shows_exist(name: str) -> None:
    for words in commands_in(name):
        cli.parsed(words)
        mentioned = [word for word in words if "/" in word]
        assert [word for word in mentioned if not (project.ROOT / word).exists()] == []


def test_the_readme_shows_the_two_commands() -> None:
    assert {("demo",), ("test",)} <= {tuple(words) for words in commands_in("README.md")}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"])
def test_links_are_whole(name: str) -> None:
    """These are also shown away from the repository, where a relative link leads nowhere."""
    links = re.findall(r"\]\(([^)]+)\)", text_of(name))
    assert [link for link in links if not link.startswith(("https://", "#"))] == []


@pytest.mark.parametrize("name", GUIDES)
def test_links_into_the_repository_lead_somewhere(name: str) -> None:
    pattern = rf"{re.escape(GALAXY['repository'])}/(?:blob|tree)/main/([^)#\s]+)"
    assert [path for path in re.findall(pattern, text_of(name)) if not (project.ROOT / path).exists()] == []


def test_the_stages_have_names_of_their_own() -> None:
    assert len({stage.name for stage in STAGES}) == len(STAGES)


def test_requirement_files_lie_where_dev_py_looks() -> None:
    assert all(pathlib.Path(path).is_file() for path in (environment.DEMO_REQUIREMENTS, environment.TEST_REQUIREMENTS))
