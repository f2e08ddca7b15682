# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arguments that only hand on a variable: the same result as from core, without a template where none is needed."""

from __future__ import annotations

from typing import Any

import pytest

errors = pytest.importorskip("ansible.errors")
if not hasattr(errors, "AnsibleValueOmittedError"):
    pytest.skip("this ansible-core does not ask an action what its arguments are", allow_module_level=True)

from ansible.parsing.dataloader import DataLoader  # noqa: E402
from ansible.plugins.action import ActionBase  # noqa: E402
from ansible.template import Templar, trust_as_template  # noqa: E402
from ansible_collections.dbops.datapump.plugins.plugin_utils.direct_action import DirectAction  # noqa: E402

OMITTED = object()
VARIABLES = {
    "datapump_port": 1521,
    "datapump_host": "db1",
    "datapump_mode": None,
    "datapump_cleanup_protect": [],
    "datapump_cleanup_rules": [{"owner": trust_as_template("{{ datapump_host }}")}],
    "datapump_user": trust_as_template("{{ datapump_host }}-{{ datapump_port }}"),
    "datapump_container": trust_as_template("{{ nowhere }}"),
    "datapump_password": "not {{ trusted }}",
}


def finalized(action: type[ActionBase], template: str) -> Any:
    templar = Templar(loader=DataLoader(), variables=dict(VARIABLES))._engine
    try:
        return action.finalize_task_arg("option", trust_as_template(template), templar, None)
    except errors.AnsibleValueOmittedError:
        return OMITTED
    except errors.AnsibleUndefinedVariable:
        return "undefined"


@pytest.mark.parametrize("name", [*VARIABLES, "datapump_missing", "other"])
@pytest.mark.parametrize("form", ["{{ %s }}", "{{ %s | default(omit) }}", "{{%s|default(omit)}}", "a {{ %s }}"])
def test_core_would_say_the_same(form: str, name: str) -> None:
    assert finalized(DirectAction, form % name) == finalized(ActionBase, form % name)


@pytest.mark.parametrize("name", ["datapump_port", "datapump_host", "datapump_missing"])
def test_nothing_is_compiled_for_a_plain_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansible._internal._templating._engine import TemplateEngine

    def compiled(*arguments: Any) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(TemplateEngine, "_compile_template", compiled)
    assert finalized(DirectAction, f"{{{{ {name} | default(omit) }}}}") == VARIABLES.get(name, OMITTED)
