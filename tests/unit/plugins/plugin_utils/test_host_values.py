# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of variables are those that Ansible's templates would give."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.yaml.objects import AnsibleUnicode
from ansible.template import Templar
from ansible_collections.dbops.datapump.plugins.plugin_utils.host_values import ConstantTemplates, HostValues

try:
    from ansible.template import trust_as_template as trusted
except ImportError:  # ansible-core before 2.19
    trusted = AnsibleUnicode

LOADER = DataLoader()
VARIABLES: dict[str, Any] = {
    "plain": "text",
    "number": 7,
    "reference": trusted("{{ plain }}"),
    "chain": trusted("{{reference}}"),
    "calculated": trusted("{{ plain ~ '-' ~ number }}"),
    "constant": trusted("{{ 'a' | upper }}"),
    "broken": trusted("{{ 'a' "),
    "undefined": trusted("{{ nowhere }}"),
    "untrusted": "{{ plain }}",
    "nested": {"list": [trusted("{{ number }}"), {"deep": trusted("{{ calculated }}")}]},
    "flag": True,
    "nothing": None,
    "omit": "__omit__",
}


def values(**variables: Any) -> HostValues:
    return HostValues(LOADER, {**VARIABLES, **variables}, ConstantTemplates())


@pytest.mark.parametrize(
    "name", ["plain", "number", "reference", "chain", "calculated", "constant", "nested", "flag", "nothing"]
)
def test_a_value_is_what_ansible_makes_of_it(name: str) -> None:
    assert values().of(VARIABLES[name]) == Templar(loader=LOADER, variables=VARIABLES).template(VARIABLES[name])


@pytest.mark.skipif(trusted is AnsibleUnicode, reason="there texts are marked as unsafe, and not as trusted")
def test_what_is_not_trusted_is_no_template() -> None:
    assert values().of(VARIABLES["untrusted"]) == "{{ plain }}"
    assert values().options({"user": "{{ plain | default(omit) }}"}) == {"user": "{{ plain | default(omit) }}"}


@pytest.mark.parametrize("name", ["broken", "undefined"])
def test_what_cannot_be_filled_in_is_an_error(name: str) -> None:
    with pytest.raises((KeyError, AnsibleError)):
        values().of(VARIABLES[name])


def test_options_that_are_not_there_are_left_out() -> None:
    described = {
        "user": trusted("{{ plain | default(omit) }}"),
        "port": trusted("{{ number | default(omit) }}"),
        "password": trusted("{{ no_such | default(omit) }}"),
        "dsn": trusted("{{ nothing | default(omit) }}"),
        "host": "db1",
    }
    found = values(described=described).options(trusted("{{ described }}"))
    assert found == {"user": "text", "port": 7, "host": "db1"}


def test_templates_with_variables_are_filled_in_for_each_host() -> None:
    shared = ConstantTemplates()
    texts = [
        HostValues(LOADER, {**VARIABLES, "number": number}, shared).of(VARIABLES["calculated"]) for number in (1, 2)
    ]
    assert texts == ["text-1", "text-2"]
