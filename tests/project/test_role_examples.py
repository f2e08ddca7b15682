# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples in the role's README and in the guides are accepted by what they are meant for."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[2]
ANSIBLE_PLAYBOOK = pathlib.Path(sys.executable).parent / "ansible-playbook"
OPTIONS = yaml.safe_load((ROOT / "roles/cleanup/meta/argument_specs.yml").read_text())["argument_specs"]["main"][
    "options"
]
PAGES = [ROOT / "roles" / "cleanup" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def yaml_examples() -> list:
    examples = []
    for page in PAGES:
        blocks = re.findall(r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for number, text in enumerate(blocks, start=1):
            examples.append(pytest.param(text, id=f"{page.parent.name}/{page.name}-{number}"))
    return examples


@pytest.mark.parametrize("text", yaml_examples())
def test_example(text, tmp_path):
    """Plays pass Ansible's syntax check, variables of the role its argument specification; whatever else must parse."""
    content = yaml.safe_load(text)
    if isinstance(content, list):
        playbook = tmp_path / "play.yml"
        playbook.write_text(text, encoding="utf-8")
        assert_syntax(playbook)
        return
    for name, value in content.items():
        if str(name).startswith("datapump_cleanup_"):
            assert_accepted(name, value, OPTIONS[name])


def assert_syntax(playbook) -> None:
    command = [ANSIBLE_PLAYBOOK, "--syntax-check", "-i", "localhost,", playbook]
    finished = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert finished.returncode == 0, finished.stderr


def assert_accepted(name, value, option) -> None:
    if option["type"] == "list":
        assert isinstance(value, list), name
        for entry in value:
            if option["elements"] != "dict":
                continue
            for key, part in entry.items():
                assert_accepted(f"{name}.{key}", part, option["options"][key])
            required = {key for key, part in option["options"].items() if part.get("required")}
            assert required <= set(entry), name
    elif option["type"] == "str":
        assert isinstance(value, str), name


def test_main_playbook_passes_the_syntax_check():
    assert_syntax("dbops.datapump.cleanup")
