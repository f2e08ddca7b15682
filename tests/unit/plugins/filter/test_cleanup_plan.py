# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter: a thin edge over what decides."""

from __future__ import annotations

import inspect

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.dbops.datapump.plugins.filter import cleanup_plan as plugin
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import PROTECTED_ORIGINS, cleanup_plan
from ansible_collections.dbops.datapump.tests.unit.builders import DEAD, facts


def test_its_documentation_is_its_signature() -> None:
    documented = yaml.safe_load(plugin.DOCUMENTATION)["options"]
    signature = inspect.signature(cleanup_plan).parameters
    assert documented.keys() - {"_input"} == signature.keys() - {"facts"}
    for name, parameter in signature.items():
        if name != "facts":
            default = parameter.default
            expected = list(default) if isinstance(default, tuple) else default
            assert documented[name].get("default") == expected, name
    assert documented["protect_origins"]["default"] == list(PROTECTED_ORIGINS)


def test_its_documented_result_has_the_keys_it_returns() -> None:
    documented = yaml.safe_load(plugin.RETURN)["_value"]["contains"]
    assert documented.keys() == cleanup_plan(facts(DEAD)).keys()


def test_it_plans_and_tells_what_it_cannot_understand() -> None:
    plan = plugin.FilterModule().filters()["cleanup_plan"]
    assert plan(facts(DEAD), max_drops=5)["proposal"]
    with pytest.raises(AnsibleFilterError, match="max_drops"):
        plan(facts(DEAD), max_drops=-5)
