# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random options of a job: refused by name or defined, with no secret shown and no value part of a statement."""

from __future__ import annotations

import copy
import re
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _job_definition_values as values
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import (
    continuation_of,
    definition_of,
    parameters_shown,
    shown,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import shown_call, statement
from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB, check_parameters
from hypothesis import given
from hypothesis import strategies as st

SECRET = "canary-7Qx9'\"; --"
"""Also what would end a literal, a name and a statement."""
SPEC = JOB.argument_spec
DEFAULTS = {name: option.get("default") for name, option in SPEC.items()}
BASE = {**DEFAULTS, "host": "db1", "service_name": "note", "state": "completed", "name": "NIGHTLY", "directory": "DP"}
TEXT = re.compile(
    r"(h := )?SYS\.DBMS_DATAPUMP\.[A-Z_]+\("
    r"(h|[a-z_]+ => :[a-z_]+_1|:[a-z_]+_1|[a-z_]+ => (SYS\.DBMS_DATAPUMP\.KU\$_[A-Z_]+( \+ )?)+|, )*\);"
)

NASTY = ["", " ", "'", '"', "a'b", '"a"', "a;b", "--", "/*", "%", "%U", "(", ")", ":", ".", "\0", "é", "a.b", "x" * 200]
TEXTS = st.one_of(
    st.sampled_from(["HR", "emp", "hr.emp", "a.dmp", "a_%U.dmp", "TABLE", "WHERE a = 1", "1G", "DP:a.log", *NASTY]),
    st.text(max_size=12),
)
ANYTHING = st.one_of(
    TEXTS,
    st.integers(-2, 200),
    st.booleans(),
    st.floats(),
    st.lists(TEXTS, max_size=3),
    st.dictionaries(TEXTS, TEXTS, max_size=2),
)


def of_type(option: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that AnsibleModule would let through for an option."""
    if "choices" in option and option["type"] == "str":
        return st.sampled_from(option["choices"])
    if option["type"] == "list" and "options" in option:
        inner = {name: of_type(entry) for name, entry in option["options"].items()}
        optional = {name: inner[name] for name, entry in option["options"].items() if not entry.get("required")}
        required = {name: inner[name] for name in inner if name not in optional}
        nothing = dict.fromkeys(optional)
        entries = st.fixed_dictionaries(required, optional=optional).map(lambda entry: {**nothing, **entry})
        return st.lists(entries, max_size=2)
    if option["type"] == "list":
        element = st.sampled_from(option["choices"]) if "choices" in option else TEXTS
        return st.lists(st.integers() if option["elements"] == "int" else element, max_size=3)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "str": TEXTS,
        "int": st.integers(-2, 2**64),
        "bool": st.booleans(),
        "dict": st.dictionaries(TEXTS, st.one_of(TEXTS, st.integers(), st.booleans()), max_size=2),
        "raw": ANYTHING,
    }
    return kinds[option["type"]]


JOB_OPTIONS = {name: of_type(SPEC[name]) for name in JOB.options if name not in ("state", "jobs", "protect", "name")}
WORKING = st.sampled_from(
    [
        {"operation": "export", "schemas": ["HR"], "dumpfile": ["a_%U.dmp"]},
        {"operation": "import", "full": True, "dumpfile": ["a_%U.dmp"]},
        {"operation": "import", "tables": ["HR.EMP"], "network_link": "SRC"},
        {"operation": "sql_file", "job_mode": "schema", "dumpfile": ["a_%U.dmp"], "sqlfile": "a.sql"},
        {},
    ]
)


@st.composite
def some(draw: st.DrawFn) -> dict[str, Any]:
    """A few options with random values."""
    names = draw(st.lists(st.sampled_from(sorted(JOB_OPTIONS)), max_size=5, unique=True))
    return {name: draw(JOB_OPTIONS[name]) for name in names}


@given(WORKING, some())
def test_whatever_is_given_is_refused_by_name_or_accepted(base: dict[str, Any], more: dict[str, Any]) -> None:
    parameters = {**BASE, **base, **more}
    before = copy.deepcopy(parameters)
    try:
        check_parameters(JOB, parameters)
    except InvalidOption as error:
        assert re.split(r"[.\[|]", error.option)[0] in SPEC
    assert repr(parameters) == repr(before)


@given(WORKING, some())
def test_no_secret_is_shown_and_no_value_is_part_of_a_statement(base: dict[str, Any], more: dict[str, Any]) -> None:
    parameters = {**BASE, **base, **more, "encryption_password": SECRET}
    try:
        continuation = continuation_of(parameters)
        definition = definition_of(parameters)
    except InvalidOption as error:
        assert SECRET not in str(error)
        return
    calls = list(continuation.calls)
    if definition is not None:
        calls += [definition.open_call, *definition.calls, definition.start]
        assert SECRET not in "".join(shown(definition)) + str(parameters_shown(definition))
    for call in calls:
        assert SECRET not in shown_call(call)
        text, binds = statement(call)
        assert TEXT.fullmatch(text), text
        assert set(re.findall(r":([a-z_0-9]+)", text)) == binds.keys()
    assert sum(call.secret for call in calls) >= 1


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_names_in_a_list_are_read_back_as_they_are_stored(schemas: list[str]) -> None:
    parameters = {**BASE, "operation": "export", "dumpfile": ["a.dmp"], "schemas": schemas}
    try:
        definition = definition_of(parameters)
    except InvalidOption:
        return
    assert definition is not None
    listed = next(call.argument("value") for call in definition.calls if call.subprogram == "METADATA_FILTER")
    read = [name[1:-1].replace("''", "'") for name in re.findall(r"'(?:[^']|'')*'", str(listed))]
    assert read == [values.identifier("schemas", name) for name in schemas]
    assert ",".join("'" + name.replace("'", "''") + "'" for name in read) == listed


@given(TEXTS)
def test_a_clause_closes_what_it_opens(text: str) -> None:
    """What stands behind it in the statement of the database is neither swallowed nor cut off."""
    try:
        clause = values.clause("query", text)
    except InvalidOption:
        return
    outside = re.sub(r"'[^']*'|\"[^\"]*\"", "", clause)
    assert "'" not in outside and '"' not in outside and ";" not in outside and "--" not in outside
    assert outside.count("(") == outside.count(")")
