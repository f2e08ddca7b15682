# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of the variables of very many hosts, with as few templates as possible.

Ansible compiles each template anew for each host, which costs more than all the rest of the survey. Most of them only
name a variable, or hand it on if there is one, and are told by their form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible.template import Templar
from jinja2 import Environment, TemplateError, nodes

try:
    from ansible.template import is_trusted_as_template
except ImportError:  # ansible-core before 2.19

    def is_trusted_as_template(value: object) -> bool:
        """Whether a text of the play may be a template. What comes from elsewhere is marked as unsafe there."""
        return not getattr(value, "__UNSAFE__", False)


_MARK = re.compile(r"\{[{%#]")
_REFERENCE = re.compile(r"\{\{ *(\w+) *\}\}")
_HANDED_ON = re.compile(r"\{\{ *(\w+) *\| *default\(omit\) *\}\}")


class ConstantTemplates:
    """Templates without any variable, and their values, which are the same for all hosts."""

    def __init__(self) -> None:
        self._constant: dict[str, bool] = {}
        self._values: dict[str, Any] = {}

    def value(self, text: str, templar: Templar) -> Any:
        """Raises AnsibleError."""
        if text not in self._constant:
            self._constant[text] = _is_constant(text)
        if not self._constant[text]:
            return templar.template(text)
        if text not in self._values:
            self._values[text] = templar.template(text)
        return self._values[text]


class HostValues:
    """The values of the variables of one host."""

    def __init__(self, loader: Any, variables: dict[str, Any], constants: ConstantTemplates) -> None:
        self._variables = variables
        self._constants = constants
        self._templar = Templar(loader=loader, variables=variables)

    def of(self, value: Any) -> Any:
        """A value with all of its templates filled in. Raises KeyError, AnsibleError for what is not defined."""
        if isinstance(value, str):
            if not _MARK.search(value) or not is_trusted_as_template(value):
                return value
            reference = _REFERENCE.fullmatch(value)
            if reference:
                return self.of(self._variables[reference[1]])
            return self._constants.value(value, self._templar)
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, dict):
            return {key: self.of(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.of(item) for item in value]
        return self._templar.template(value)

    def options(self, described: Any) -> dict[str, Any]:
        """The options that a dictionary, or a template of one, gives; those that are omitted are not in it."""
        reference = _REFERENCE.fullmatch(described) if isinstance(described, str) else None
        if reference and is_trusted_as_template(described):
            return self.options(self._variables[reference[1]])
        if not isinstance(described, Mapping):
            described = self.of(described)
        options = {}
        for option, value in described.items():
            handed_on = _HANDED_ON.fullmatch(value) if isinstance(value, str) else None
            if handed_on and is_trusted_as_template(value):
                if handed_on[1] not in self._variables:
                    continue
                value = self._variables[handed_on[1]]
            options[option] = self.of(value)
        omitted = self._variables.get("omit")
        return {option: value for option, value in options.items() if value is not None and value != omitted}


def _is_constant(text: str) -> bool:
    try:
        return Environment().parse(text).find(nodes.Name) is None
    except TemplateError:
        return False
