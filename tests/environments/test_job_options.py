# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a job: every call they become is one that DBMS_DATAPUMP takes, and they do what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import oracledb
import pytest
import yaml
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, Definition, statement
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_report import FAILURES
from ansible_collections.dbops.datapump.plugins.modules import datapump_job
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from ansible_collections.dbops.datapump.tests.unit import job_cases as options
from simulated import SCENARIOS, Account, Outcome, Simulated, simulator

SCENARIO = "job_runs.yml"
SALES, TEST = "sales", "test"
DPUMP = Account("DPUMP", "pump")
EXPORT = {"operation": "export", "schemas": ["HR"], "directory": "DUMPS", "dumpfile": ["hr_%U.dmp"]}
IMPORT = {"operation": "import", "full": True, "directory": "DUMPS", "dumpfile": ["hr_%U.dmp"]}
NOT_IN_19C = {
    "checksum": "release 21",
    "checksum_algorithm": "release 21",
    "credential": "an object store",
    "flashback_scn": "greater than the one that the database is at",
    "metadata_remaps": "no remap has the name",
    "network_link": "no link has the name",
    "parameters": "no parameter has the name",
    "remap_directory": "not listed in the reference of 19c",
    "transform": "no transform has the name",
    "verify_checksum": "release 21",
    "verify_only": "release 21",
}
"""Options whose cases name what this database does not have, and why."""


def job(place: Simulated, service: str = SALES, **given: Any) -> Outcome:
    return place.run("datapump_job", service, DPUMP, **{"state": "completed", "total_deadline": 600, **given})


def done(place: Simulated, service: str = SALES, **given: Any) -> Outcome:
    outcome = job(place, service, **given)
    assert not outcome.failed, outcome.message
    return outcome


def tables_of(place: Simulated, owner: str, service: str = TEST) -> set[str]:
    return {name.split(".", 1)[1] for name in place.tables(service) if name.startswith(f"{owner}.")}


def rows(place: Simulated, table: str, service: str = TEST) -> int:
    ((count,),) = place.query(service, f"SELECT COUNT(*) FROM {table}")
    return int(count)


@pytest.fixture(scope="module")
def defining(shared_place: Simulated) -> Simulated:
    """A place in which there is a dump file for imports."""
    done(shared_place, name="FIRST", **{**EXPORT, "dumpfile": ["a.dmp"]})
    return shared_place


@pytest.fixture(scope="module")
def standard_edition(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """The same place in Standard Edition."""
    content = yaml.safe_load((SCENARIOS / SCENARIO).read_text(encoding="utf-8"))
    for database in content["databases"]:
        database["edition"] = "standard"
    scenario = tmp_path_factory.mktemp("standard") / SCENARIO
    scenario.write_text(yaml.safe_dump(content), encoding="utf-8")
    with simulator(launcher, scenario) as running:
        yield running


def here(call: Call) -> Call:
    """The call with the directory and, for dump files, the name that exist here."""
    arguments = dict(call.arguments)
    if call.subprogram == "ADD_FILE" and "directory" in arguments:
        arguments["directory"] = "DUMPS"
    return Call(call.subprogram, tuple(arguments.items()), call.option, call.secret, call.by_position)


def refused(place: Simulated, definition: Definition) -> list[tuple[str, list[str]]]:
    """The calls that the database does not take, made one by one, and its errors. The job is given up."""
    found = []
    with place.login(SALES, DPUMP) as connection, connection.cursor() as cursor:
        handle = cursor.var(int)
        text, binds = statement(definition.open_call)
        cursor.execute(f"DECLARE h NUMBER; BEGIN {text} :handle := h; END;", {**binds, "handle": handle})
        for call in map(here, definition.calls):
            text, binds = statement(call)
            try:
                cursor.execute(
                    f"DECLARE h NUMBER := :handle; BEGIN {text} END;", {**binds, "handle": handle.getvalue()}
                )
            except oracledb.DatabaseError as error:
                found.append((call.option, re.findall(r"(?:ORA|PLS)-\d{5}", str(error))))
    return found


@pytest.mark.parametrize(
    ("option", "others", "value", "expected"),
    [case for case in options.EACH if case[0] not in NOT_IN_19C and "network_link" not in case[1]],
    ids=lambda item: str(item)[:40],
)
def test_every_call_is_one_that_the_database_takes(
    defining: Simulated, option: str, others: dict[str, Any], value: Any, expected: Any
) -> None:
    given = {**others, option: value, "name": None}
    if option not in ("dumpfile", "reuse_dumpfiles", "filesize") and given["operation"] == "export":
        given["dumpfile"] = given.get("dumpfile") and ["new_%U.dmp"]
    definition = options.defined(**given)
    missing_file = (
        {"dumpfile"} if option in ("dumpfile", "reuse_dumpfiles", "filesize", "transport_datafiles") else set()
    )
    assert [found for found in refused(defining, definition) if found[0] not in missing_file] == []


@pytest.mark.parametrize("option", sorted(NOT_IN_19C.keys() - {"network_link", "flashback_scn"}))
def test_what_this_release_does_not_have_is_refused_by_it(defining: Simulated, option: str) -> None:
    """So the calls that it takes prove something."""
    case = [case for case in options.EACH if case[0] == option][-2 if option == "transform" else -1]
    dump = {"dumpfile": ["new_%U.dmp"]} if case[1]["operation"] == "export" else {}
    definition = options.defined(**{**case[1], **dump, option: case[2], "name": None})
    assert option in [name for name, dummy in refused(defining, definition)] or option == "credential"


def undocumented(value: Any, documented: dict[str, Any], place: str = "") -> list[str]:
    """The keys of a result that its documentation does not have."""
    if isinstance(value, list):
        return [found for item in value for found in undocumented(item, documented, place)]
    if not isinstance(value, dict) or not documented:
        return []
    unknown = [f"{place}.{key}" for key in value if key not in documented]
    known = [key for key in value if key in documented]
    inner = [undocumented(value[key], documented[key].get("contains", {}), f"{place}.{key}") for key in known]
    return unknown + [name for names in inner for name in names]


@pytest.mark.parametrize("state", ["started", "completed"])
def test_what_is_returned_is_documented(place: Simulated, state: str) -> None:
    documented = yaml.safe_load(datapump_job.RETURN)
    outcome = done(place, state=state, name="E", **EXPORT, parallel=2)
    ours = {
        key: value for key, value in outcome.values.items() if key not in ("changed", "invocation", "diff", "warnings")
    }
    assert undocumented(ours, documented) == []
    choices = documented["jobs"]["contains"]["outcome"]["choices"]
    assert outcome.job_outcome["outcome"] in choices and set(choices) >= FAILURES


def test_tables_and_a_query_choose_what_is_exported(place: Simulated) -> None:
    done(
        place,
        name="PART",
        **{**EXPORT, "schemas": None, "tables": ["hr.emp"], "query": {"hr.emp": "WHERE deptno = 10"}},
    )
    done(place, TEST, name="LOAD", **IMPORT)
    assert tables_of(place, "HR") == {"EMP"}
    assert rows(place, "hr.emp") == 2


def test_what_is_excluded_is_left_out_and_what_is_included_is_all(place: Simulated) -> None:
    done(place, name="E1", **EXPORT, exclude="TABLE:IN ('EMP')")
    done(place, TEST, name="I1", **IMPORT)
    assert tables_of(place, "HR") == {"DEPT"}
    done(place, name="E2", **EXPORT, include=[{"type": "TABLE", "names": ["emp"]}], reuse_dumpfiles=True)
    done(place, TEST, name="I2", **IMPORT)
    assert tables_of(place, "HR") == {"DEPT", "EMP"}


def test_only_definitions_are_moved(place: Simulated) -> None:
    done(place, name="E", **EXPORT, content="metadata_only")
    done(place, TEST, name="I", **IMPORT)
    assert rows(place, "hr.emp") == 0


def test_an_import_renames_on_the_way_and_adds_to_what_exists(place: Simulated) -> None:
    done(place, name="E", **EXPORT)
    renamed = {"remap_schema": {"hr": "dpump"}, "remap_table": {"emp": "employees"}}
    done(place, TEST, name="I1", **IMPORT, **renamed)
    assert tables_of(place, "DPUMP") == {"DEPT", "EMPLOYEES"}
    done(place, TEST, name="I2", **IMPORT, **renamed, table_exists_action="append", accepted_errors=[31684, 39152])
    assert rows(place, "dpump.employees") == 8
    done(place, TEST, name="I3", **IMPORT, **renamed, table_exists_action="truncate", accepted_errors=[31684, 39153])
    assert rows(place, "dpump.employees") == 4


def test_the_ddl_is_written_into_a_file(place: Simulated) -> None:
    done(place, name="E", **EXPORT)
    outcome = done(place, TEST, name="S", **{**IMPORT, "operation": "sql_file", "sqlfile": "hr.sql"})
    assert outcome.job_outcome["outcome"] == "completed"
    assert tables_of(place, "HR") == set()


def test_a_password_opens_what_was_encrypted_with_it_and_is_nowhere(place: Simulated) -> None:
    secret = "canary-7Qx9"
    encrypted = done(place, name="E", **EXPORT, encryption="all", encryption_password=secret, keep_master=True)
    wrong = job(place, TEST, name="I1", **IMPORT, encryption_password="another-one")
    right = done(place, TEST, name="I2", **IMPORT, encryption_password=secret)
    assert wrong.failed
    assert tables_of(place, "HR") == {"DEPT", "EMP"}
    for service in (SALES, TEST):
        kept = [name for (name,) in place.query(service, "SELECT job_name FROM dba_datapump_jobs")]
        shown = [place.query(service, f"SELECT * FROM dpump.{name}") for name in kept]
        assert secret not in str(shown) + str(place.facts(service).values)
        assert secret not in str(place.admin("statements", service=service))
    assert secret not in str(encrypted.values) + str(right.values)


def test_a_size_that_is_only_estimated_writes_no_dump_file(place: Simulated) -> None:
    outcome = done(place, name="E", **{**EXPORT, "dumpfile": None, "estimate_only": True})
    assert outcome.job_outcome["outcome"] == "completed"
    assert job(place, TEST, name="I", **IMPORT).failed


@pytest.mark.parametrize(
    "given", [{"parallel": 2, "dumpfile": ["a_%U.dmp"]}, {"compression": "all"}, {"encryption": "all"}]
)
def test_what_standard_edition_does_not_have_is_refused_before_the_job_is_created(
    standard_edition: Simulated, given: dict[str, Any]
) -> None:
    (option,) = given.keys() - {"dumpfile"}
    with standard_edition.unchanged(SALES):
        outcome = job(standard_edition, name="E", **{**EXPORT, **given})
    assert (outcome.job_outcome["reason"], outcome.job_outcome["option"]) == ("edition", option)
    assert done(standard_edition, name="E", **EXPORT, reuse_dumpfiles=True).values["changed"]
