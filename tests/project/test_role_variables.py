# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role are the same in its defaults, its argument specification, its README and the modules."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[2]
ROLE = ROOT / "roles" / "cleanup"
README = (ROLE / "README.md").read_text(encoding="utf-8")


def load(path: pathlib.Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


DEFAULTS = load(ROLE / "defaults" / "main.yml")
ENTRY_POINTS = load(ROLE / "meta" / "argument_specs.yml")["argument_specs"]
OPTIONS = ENTRY_POINTS["main"]["options"] | ENTRY_POINTS["report"]["options"]
CONNECTION = load(ROLE / "vars" / "main.yml")["__datapump_cleanup_connection"]


def connection_options() -> set[str]:
    source = (ROOT / "plugins" / "doc_fragments" / "connection.py").read_text(encoding="utf-8")
    documentation = yaml.safe_load(source.split('r"""')[1].split('"""')[0])
    return set(documentation["options"]) - {"run_id"}


def test_defaults_are_those_of_the_argument_specification():
    specified = {name: option["default"] for name, option in OPTIONS.items() if "default" in option}
    assert specified == DEFAULTS


def test_entry_points_agree_on_what_they_share():
    shared = set(ENTRY_POINTS["main"]["options"]) & set(ENTRY_POINTS["report"]["options"])
    assert shared == {"datapump_cleanup_report_folder"}
    main, report = (ENTRY_POINTS[name]["options"]["datapump_cleanup_report_folder"] for name in ("main", "report"))
    assert (main["default"], main["type"]) == (report["default"], report["type"])


def test_variables_without_default_are_the_connection_options_of_the_modules():
    without_default = {name for name, option in OPTIONS.items() if "default" not in option}
    assert without_default == {f"datapump_{option}" for option in connection_options()}


def test_every_connection_option_reaches_the_modules():
    mapped = {option: value for option, value in CONNECTION.items() if option != "run_id"}
    assert mapped == {option: f"{{{{ datapump_{option} | default(omit) }}}}" for option in connection_options()}


def test_secrets_are_marked():
    assert {name for name, option in OPTIONS.items() if option.get("no_log")} == {
        "datapump_password",
        "datapump_wallet_password",
    }


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_readme_names_the_variable_and_its_default(name):
    row = re.search(rf"^\| `{name}` \| (.+?) \| .+ \|$", README, flags=re.MULTILINE)
    assert row, f"{name} is missing in the table"
    if not isinstance(DEFAULTS[name], str) or "{{" not in DEFAULTS[name]:
        assert yaml.safe_load(row.group(1).strip("`")) == DEFAULTS[name]


def test_readme_names_no_variable_that_does_not_exist():
    named = set(re.findall(r"`(datapump_cleanup_\w+)`", README))
    assert named == set(DEFAULTS)


def test_the_role_uses_no_variable_that_nothing_defines():
    tasks = [*ROLE.glob("tasks/**/*.yml")]
    defined = set(OPTIONS) | set(load(ROLE / "vars" / "main.yml"))
    for path in tasks:
        defined |= set(
            re.findall(r"^ +(?:register: |name: )?(__datapump_cleanup_\w+):?", path.read_text(encoding="utf-8"), re.M)
        )
    actions = [*ROOT.glob("plugins/action/datapump_cleanup_*.py"), *ROOT.glob("plugins/plugin_utils/cleanup/*.py")]
    for path in [*tasks, *ROLE.glob("templates/*"), *ROLE.glob("vars/*"), *actions]:
        # After a dot stands the name of a module.
        used = set(re.findall(r"(?<![.\w])(?:__)?datapump_cleanup_\w+", path.read_text(encoding="utf-8")))
        assert used <= defined, path.name
