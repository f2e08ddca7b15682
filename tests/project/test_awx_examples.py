# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The definitions in extensions/awx keep the rules that AWX checks when they are created."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[2]
ROLE_OPTIONS = yaml.safe_load((ROOT / "roles/cleanup/meta/argument_specs.yml").read_text())["argument_specs"]["main"][
    "options"
]


class Loader(yaml.SafeLoader):
    """Reads !unsafe as Ansible does, as plain text."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def load(name: str) -> dict:
    with (ROOT / "extensions" / "awx" / name).open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader)


CREDENTIAL_TYPE = load("credential_type.yml")["controller_credential_types"][0]
TEMPLATES = load("job_templates.yml")["controller_templates"]
QUESTIONS = [question for template in TEMPLATES for question in template.get("survey_spec", {}).get("spec", [])]


def test_the_credential_type_has_only_keys_that_awx_knows():
    assert set(CREDENTIAL_TYPE["inputs"]) <= {"fields", "required"}
    known = {
        "id",
        "label",
        "type",
        "format",
        "choices",
        "help_text",
        "multiline",
        "secret",
        "ask_at_runtime",
        "default",
    }
    for field in CREDENTIAL_TYPE["inputs"]["fields"]:
        assert {"id", "label", "type"} <= set(field) <= known
        assert field["type"] in ("string", "boolean")
    assert set(CREDENTIAL_TYPE["injectors"]) <= {"file", "env", "extra_vars"}


def test_the_credential_injects_user_and_password_and_nothing_else():
    injected = CREDENTIAL_TYPE["injectors"]["extra_vars"]
    assert set(injected) == {"datapump_user", "datapump_password"}
    fields = {field["id"] for field in CREDENTIAL_TYPE["inputs"]["fields"]}
    assert {name for value in injected.values() for name in re.findall(r"{{ (\w+) }}", value)} == fields


def test_the_password_is_a_secret():
    secrets = {field["id"] for field in CREDENTIAL_TYPE["inputs"]["fields"] if field.get("secret")}
    assert secrets == {"password"}


def test_the_inventory_holds_no_credentials():
    for host in load("inventory.yml")["controller_hosts"]:
        assert not {"datapump_user", "datapump_password"} & set(host["variables"])
        assert set(host["variables"]) <= set(ROLE_OPTIONS)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template["name"])
def test_the_job_templates_use_the_credential_type(template):
    assert template["credentials"] == [CREDENTIAL_TYPE["name"]]
    assert template["job_type"] in ("run", "check")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["variable"])
def test_a_question_sets_a_variable_of_the_role(question):
    assert question["variable"] in ROLE_OPTIONS
    assert question["type"] in (
        "text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect"
    )  # fmt: skip
    if "choices" in question:
        assert question["default"] in question["choices"]
