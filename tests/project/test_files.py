# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files say whose they are and under which licence, and none names a place on the machine it was written on."""

from __future__ import annotations

import ast
import pathlib
import re

from devtools import project

_COPYRIGHT = "Copyright: (c) 2026, dbops.datapump contributors"
_SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
_GENERATED = "changelogs/changelog.yaml"

FILES = [str(name) for name in project.source_files() if not (project.ROOT / name).is_symlink()]
PYTHON = [name for name in FILES if name.endswith(".py")]
YAML = [name for name in FILES if name.endswith((".yml", ".yaml")) and name != _GENERATED]


def text_of(name: str) -> str:
    return (project.ROOT / name).read_text(encoding="utf-8")


def has_code(name: str) -> bool:
    """Whether there is more to a Python file than its docstring."""
    return len(ast.parse(text_of(name)).body) > 1


def test_the_sources_are_found() -> None:
    assert {"galaxy.yml", "dev.py", "meta/runtime.yml"} <= set(FILES)
    assert len(PYTHON) > 50 and len(YAML) > 20


def test_python_files_begin_with_copyright_and_licence() -> None:
    heads = {name: text_of(name).splitlines()[:6] for name in PYTHON}
    assert [name for name, head in heads.items() if f"# {_COPYRIGHT}" not in head or f"# {_SPDX}" not in head] == []


def test_python_files_postpone_their_annotations() -> None:
    statement = "\nfrom __future__ import annotations\n"
    assert [name for name in PYTHON if has_code(name) and statement not in text_of(name)] == []


def test_yaml_files_begin_as_documents() -> None:
    assert [name for name in YAML if not text_of(name).startswith("---\n")] == []


def test_the_licence_is_there_under_both_names() -> None:
    assert (project.ROOT / "LICENSES" / "GPL-3.0-or-later.txt").resolve() == project.ROOT / "LICENSE"
    assert "GNU GENERAL PUBLIC LICENSE" in text_of("LICENSE")


def test_no_file_names_a_place_on_this_machine() -> None:
    """Neither the checkout's directory nor the user's home, unless that is so short that it would match anything."""
    places = [place for place in map(str, (project.ROOT, pathlib.Path.home())) if len(place) > 5]
    pattern = re.compile("|".join(rf"{re.escape(place)}\b" for place in places) or "(?!)")
    assert [name for name in FILES if pattern.search(text_of(name))] == []


def test_python_files_leave_no_work_for_later() -> None:
    marks = "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3])
    assert [name for name in PYTHON if re.search(rf"#.*\b({marks})\b", text_of(name))] == []
