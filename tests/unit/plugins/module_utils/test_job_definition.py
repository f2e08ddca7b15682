# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option that defines a job reaches the call that it should, in the form that DBMS_DATAPUMP takes."""

from __future__ import annotations

import pathlib
import re
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.plugins.doc_fragments.job import ModuleDocFragment
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import (
    continuation_of,
    definition_of,
    needs,
    parameters_shown,
    patience,
    shown,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import (
    Call,
    File,
    Requirement,
    shown_call,
    statement,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_parameters import DATA_OPTIONS
from ansible_collections.dbops.datapump.plugins.module_utils._job_options import MODES, OPERATIONS, OPTIONS, SPEC
from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB, check_parameters
from ansible_collections.dbops.datapump.tests.unit.job_cases import (
    CASES,
    EACH,
    EXPORT,
    IMPORT,
    LINKED,
    LOG,
    PASSWORD,
    STORE,
    defined,
    parameters,
)


def test_every_option_has_a_case() -> None:
    assert CASES.keys() == OPTIONS.keys()


def test_every_choice_is_accepted_by_some_operation() -> None:
    for name, option in OPTIONS.items():
        choices = option.spec.get("choices", ())
        assert set(option.operations_of) | set(option.releases_of) | set(option.enterprise) <= set(choices), name
        assert option.operations <= OPERATIONS and option.modes <= MODES and option.linked_only <= option.operations
    assert DATA_OPTIONS.keys() == set(OPTIONS["data_options"].spec["choices"])


@pytest.mark.parametrize(("option", "others", "value", "expected"), EACH, ids=lambda item: str(item)[:40])
def test_an_option_reaches_its_call(
    option: str, others: dict[str, Any], value: Any, expected: tuple[str, dict[str, Any]]
) -> None:
    definition = defined(**{**others, option: value})
    subprogram, arguments = expected
    calls = [definition.open_call, *definition.calls, definition.start]
    found = [item for item in calls if item.subprogram == subprogram]
    assert any(arguments.items() <= dict(item.arguments).items() for item in found), found


@pytest.mark.parametrize(("option", "others", "value", "expected"), EACH, ids=lambda item: str(item)[:40])
def test_a_call_names_the_option_that_asked_for_it(
    option: str, others: dict[str, Any], value: Any, expected: tuple[str, dict[str, Any]]
) -> None:
    definition = defined(**{**others, option: value})
    given = {name for name in {**others, option: value} if {**others, option: value}[name] is not None}
    assert {item.option for item in definition.calls} <= given | {"logfile"}


def transformed(name: str, value: object) -> Any:
    (transform,) = [
        item
        for item in defined(**IMPORT, transform=[{"name": name, "value": value}]).calls
        if item.subprogram == "METADATA_TRANSFORM"
    ]
    return transform.argument("value")


@pytest.mark.parametrize(
    "name",
    [
        "CONSTRAINT_NAME_FROM_INDEX",
        "CONSTRAINT_USE_DEFAULT_INDEX",
        "DISABLE_ARCHIVE_LOGGING",
        "INMEMORY",
        "OID",
        "OMIT_ENCRYPTION_CLAUSE",
        "SEGMENT_ATTRIBUTES",
        "SEGMENT_CREATION",
        "STORAGE",
    ],
)
def test_a_transform_that_is_a_flag_is_sent_as_a_number(name: str) -> None:
    assert [transformed(name, value) for value in ("Y", "no", True, 0)] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    "name", ["INDEX_COMPRESSION_CLAUSE", "INMEMORY_CLAUSE", "LOB_STORAGE", "TABLE_COMPRESSION_CLAUSE"]
)
def test_a_transform_that_is_a_text_takes_no_number(name: str) -> None:
    with pytest.raises(InvalidOption, match=r"^transform\[0\].value: must be a text$"):
        transformed(name, 5)


@pytest.mark.parametrize("storage", ["securefile", "BASICFILE", "default", "no_change"])
def test_large_objects_are_stored_in_one_of_the_known_ways(storage: str) -> None:
    assert transformed("LOB_STORAGE", storage) == storage.upper()


SET_BY_AN_OPTION = sorted(
    {(arguments["name"], option) for option, dummy, dummy, (name, arguments) in EACH if name == "SET_PARAMETER"}
)


@pytest.mark.parametrize(("parameter", "option"), [pair for pair in SET_BY_AN_OPTION if pair[1] != "parameters"])
def test_a_parameter_that_has_an_option_is_not_set_beside_it(parameter: str, option: str) -> None:
    with pytest.raises(InvalidOption, match=f"^parameters: {parameter} has an option of its own, {option}$"):
        defined(**EXPORT, parameters={parameter.lower(): 1})


def test_the_documentation_of_the_options_is_their_specification() -> None:
    documented = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    assert list(documented) == list(SPEC)

    def undescribed(options: dict[str, Any], inner: str) -> dict[str, Any]:
        found = {}
        for name, option in options.items():
            found[name] = {key: value for key, value in option.items() if key not in ("description", "no_log")}
            if inner in option:
                found[name]["options"] = undescribed(option[inner], inner)
                found[name].pop("suboptions", None)
        return found

    assert undescribed(documented, "suboptions") == undescribed(SPEC, "options")


def test_the_guide_names_every_option() -> None:
    guide = pathlib.Path(__file__).parents[4] / "docs" / "jobs.md"
    if not guide.exists():
        pytest.skip("the guides are not part of what ansible-test copies")
    words = set(re.findall(r"`([a-z_]+)", guide.read_text(encoding="utf-8")))
    assert sorted(SPEC.keys() - words) == []


def test_the_calls_are_shown_in_the_order_in_which_they_are_made() -> None:
    definition = defined(
        **{**EXPORT, "dumpfile": ["a_%U.dmp"], "parallel": 2, "metrics": True, "query": "WHERE 1 = 1"},
        encryption_password=PASSWORD,
        cluster=False,
    )
    assert shown(definition) == [
        "h := SYS.DBMS_DATAPUMP.OPEN(operation => 'EXPORT', job_mode => 'SCHEMA', job_name => 'NIGHTLY',"
        " version => 'COMPATIBLE');",
        "SYS.DBMS_DATAPUMP.ADD_FILE(h, filename => 'NIGHTLY.log', directory => 'DP',"
        " filetype => SYS.DBMS_DATAPUMP.KU$_FILE_TYPE_LOG_FILE);",
        "SYS.DBMS_DATAPUMP.ADD_FILE(h, filename => 'a_%U.dmp', directory => 'DP',"
        " filetype => SYS.DBMS_DATAPUMP.KU$_FILE_TYPE_DUMP_FILE);",
        "SYS.DBMS_DATAPUMP.SET_PARAMETER(h, name => 'METRICS', value => 1);",
        "SYS.DBMS_DATAPUMP.SET_PARAMETER(h, name => 'ENCRYPTION_PASSWORD', value => '********');",
        "SYS.DBMS_DATAPUMP.METADATA_FILTER(h, name => 'SCHEMA_LIST', value => '''HR''');",
        "SYS.DBMS_DATAPUMP.DATA_FILTER(h, name => 'SUBQUERY', value => 'WHERE 1 = 1');",
        "SYS.DBMS_DATAPUMP.SET_PARALLEL(h, degree => 2);",
        "SYS.DBMS_DATAPUMP.START_JOB(h, cluster_ok => 0);",
    ]
    assert parameters_shown(definition) == {"METRICS": "1"}


def test_values_are_bound_and_never_part_of_the_text() -> None:
    text, binds = statement(Call("ADD_FILE", (("filename", "'); DROP"), ("filetype", LOG))), number=3)
    assert text == (
        "SYS.DBMS_DATAPUMP.ADD_FILE(h, filename => :filename_3, filetype => SYS.DBMS_DATAPUMP.KU$_FILE_TYPE_LOG_FILE);"
    )
    assert binds == {"filename_3": "'); DROP"}


def test_parameters_whose_names_differ_between_releases_are_passed_by_position() -> None:
    definition = defined(**EXPORT, remap_data={"emp.name": "mask.f"})
    remap = next(item for item in definition.calls if item.subprogram == "DATA_REMAP")
    assert shown_call(remap) == "SYS.DBMS_DATAPUMP.DATA_REMAP(h, 'COLUMN_FUNCTION', 'EMP', 'NAME', 'MASK.F');"
    assert statement(remap)[0] == "SYS.DBMS_DATAPUMP.DATA_REMAP(h, :name_1, :table_name_1, :column_1, :function_1);"


def test_the_files_of_a_job() -> None:
    definition = defined(**{**EXPORT, "dumpfile": ["b:a.dmp", STORE], "credential": "HR.C", "name": None})
    assert definition.files == (
        File("log", "DP", "export.log"),
        File("dump", "B", "a.dmp"),
        File("dump", None, STORE, "HR.C"),
    )


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"name": "NIGHTLY"}, "NIGHTLY.log"),
        ({"name": "a/b"}, "export.log"),
        ({"nologfile": True}, None),
        ({"directory": None, "dumpfile": ["d:a.dmp"]}, None),
    ],
)
def test_the_log_file_has_the_name_of_the_job_unless_told_otherwise(given: dict[str, Any], name: str | None) -> None:
    files = defined(**{**EXPORT, **given}).files
    assert [file.name for file in files if file.kind == "log"] == ([name] if name else [])


def test_workers_that_share_dump_files_are_warned_of() -> None:
    assert defined(**EXPORT, parallel=4).warnings
    assert not defined(**{**EXPORT, "dumpfile": ["a%U.dmp"]}, parallel=4).warnings
    assert not defined(**{**EXPORT, "dumpfile": ["a.dmp", "b.dmp"]}, parallel=2).warnings
    assert not defined(**LINKED, parallel=4).warnings


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({**EXPORT}, ()),
        ({**EXPORT, "parallel": 1}, ()),
        ({**EXPORT, "parallel": 2}, (Requirement("parallel", (), True),)),
        (
            {**EXPORT, "schemas": None, "transport_tablespaces": ["T"], "parallel": 2},
            (Requirement("parallel", (21,), True),),
        ),
        ({**EXPORT, "compression": "metadata_only"}, ()),
        ({**EXPORT, "compression": "all"}, (Requirement("compression", (), True),)),
        ({**EXPORT, "encryption": "none"}, ()),
        ({**EXPORT, "encryption": "all"}, (Requirement("encryption", (), True),)),
        ({**EXPORT, "encryption_password": PASSWORD}, (Requirement("encryption_password", (), True),)),
        ({**IMPORT, "encryption_password": PASSWORD}, ()),
        ({**EXPORT, "checksum": True}, (Requirement("checksum", (21,)),)),
        ({**EXPORT, "checksum": False}, ()),
        ({**IMPORT, "remap_directory": {"/a": "/b"}}, (Requirement("remap_directory", (12, 2)),)),
        (
            {**IMPORT, "data_options": ["disable_append_hint", "validate_table_data"]},
            (Requirement("data_options", (18,)),),
        ),
        ({**EXPORT, "include": "TABLE", "exclude": "INDEX"}, (Requirement("include", (21,)),)),
        (
            {**IMPORT, "transform": [{"name": "omit_encryption_clause", "value": True}]},
            (Requirement("transform", (19,)),),
        ),
        (
            {**IMPORT, "transform": [{"name": "INDEX_COMPRESSION_CLAUSE", "value": "NONE"}]},
            (Requirement("transform", (21,)),),
        ),
    ],
)
def test_what_the_database_must_be(given: dict[str, Any], expected: tuple[Requirement, ...]) -> None:
    assert needs(defined(**given)) == expected


def test_without_an_operation_there_is_only_something_to_continue() -> None:
    given = parameters(
        directory="DP", dumpfile=["b.dmp"], filesize="1G", parallel=8, encryption_password=PASSWORD, skip_current=True
    )
    check_parameters(JOB, given)
    assert definition_of(given) is None
    continuation = continuation_of(given)
    assert [item.subprogram for item in continuation.calls] == ["ADD_FILE", "SET_PARAMETER", "SET_PARALLEL"]
    assert continuation.start == Call("START_JOB", (("skip_current", 1),))


def test_only_an_export_takes_further_dump_files() -> None:
    assert continuation_of(parameters(**IMPORT)).calls == ()
    assert [item.subprogram for item in continuation_of(parameters(**EXPORT)).calls] == ["ADD_FILE"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"state": "completed"}, None),
        ({"state": "started"}, 120),
        ({"state": "stopped"}, 120),
        ({"state": "absent", "wait_timeout": "5m"}, 300),
        ({"state": "completed", "wait_timeout": "5m"}, 300),
    ],
)
def test_how_long_a_state_is_waited_for(given: dict[str, Any], expected: int | None) -> None:
    assert patience(parameters(**given)) == expected
