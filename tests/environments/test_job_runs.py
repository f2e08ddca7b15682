# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs that are declared to run, or to have run: made, resumed, adjusted, waited for, and never left behind."""

from __future__ import annotations

from typing import Any

import pytest
from simulated import Account, Outcome, Simulated

SCENARIO = "job_runs.yml"
SALES, TEST = "sales", "test"
HR = Account("HR", "hr")
EXPORT = {
    "owner": "HR",
    "name": "NIGHTLY",
    "operation": "export",
    "schemas": ["HR"],
    "directory": "DUMPS",
    "dumpfile": ["nightly_%U.dmp"],
    "logfile": "nightly.log",
}
IMPORT = {**EXPORT, "name": "LOAD", "operation": "import", "logfile": "load.log"}
START_JOB = r"DBMS_DATAPUMP\.START_JOB"
SLOW = {"wait_timeout": "1"}
"""Less than any job of the scenario takes."""


def job(place: Simulated, state: str, service: str = SALES, **options: Any) -> Outcome:
    return place.run("datapump_job", service, **{"state": state, **options})


def told(outcome: Outcome) -> tuple[str, str]:
    """Outcome and reason."""
    return outcome.job_outcome["outcome"], outcome.job_outcome["reason"]


def states(place: Simulated, service: str = SALES) -> dict[str, str]:
    return dict(place.query(service, "SELECT job_name, state FROM dba_datapump_jobs"))


def calls(place: Simulated, service: str = SALES) -> list[str]:
    """Texts of the blocks that were sent since clear_statements."""
    found = place.admin("statements", service=service)["statements"]
    return [entry["text"] for entry in found if not entry["nested"] and "DBMS_DATAPUMP" in entry["text"]]


def stopped(place: Simulated) -> None:
    """NIGHTLY was started and stopped again."""
    assert not job(place, "started", **EXPORT).failed
    assert not job(place, "stopped", owner="HR", name="NIGHTLY").failed
    assert states(place) == {"NIGHTLY": "NOT RUNNING"}


def test_check_mode_shows_the_calls_that_are_made_then_and_the_second_run_changes_nothing(place: Simulated) -> None:
    place.admin("clear_statements", service=SALES)
    planned = job(place, "started", check=True, run_id="r1", **EXPORT)
    assert [text for text in calls(place) if "GET_DUMPFILE_INFO" not in text] == []
    assert states(place) == {}
    done = job(place, "started", run_id="r1", **EXPORT)
    again = job(place, "started", **EXPORT)
    assert planned.values["actions"][0]["sql"] == done.values["actions"][0]["sql"]
    assert [outcome.values["changed"] for outcome in (planned, done, again)] == [True, True, False]
    assert [told(outcome)[0] for outcome in (planned, done, again)] == ["started", "started", "running"]
    assert states(place) == {"NIGHTLY": "EXECUTING"}


def test_a_job_that_runs_gets_the_parallel_degree_that_is_asked_for(place: Simulated) -> None:
    job(place, "started", parallel=1, **EXPORT)
    changed = job(place, "started", parallel=3, **EXPORT)
    again = job(place, "started", parallel=3, **EXPORT)
    assert (told(changed)[0], told(again)[0]) == ("adjusted", "running")
    assert (changed.values["changed"], again.values["changed"]) == (True, False)
    assert place.facts(SALES).job("NIGHTLY")["degree"] == 3


def test_a_stopped_job_is_resumed_after_its_instance_was_restarted_and_completes_once(place: Simulated) -> None:
    stopped(place)
    place.admin("restart_instance", service=SALES)
    planned = job(place, "completed", check=True, run_id="r1", **EXPORT)
    done = job(place, "completed", run_id="r1", **EXPORT)
    assert not done.failed, done.message
    assert (told(done)[0], done.values["changed"]) == ("completed", True)
    assert planned.values["actions"][0]["sql"] == done.values["actions"][0]["sql"]
    assert states(place) == {}
    again = job(place, "completed", **EXPORT)
    assert (told(again)[0], again.values["changed"]) == ("already_completed", False)


def test_a_job_that_was_running_when_its_instance_died_is_resumed(place: Simulated) -> None:
    job(place, "started", **EXPORT)
    place.admin("restart_instance", service=SALES)
    assert place.facts(SALES).job("NIGHTLY")["classification"] == "failed"
    resumed = job(place, "started", owner="HR", name="NIGHTLY")
    assert told(resumed)[0] == "resumed"
    assert states(place) == {"NIGHTLY": "EXECUTING"}


def test_a_job_goes_on_when_the_time_to_wait_is_over(place: Simulated) -> None:
    left = job(place, "completed", **SLOW, **EXPORT)
    assert left.failed
    assert (told(left), left.values["changed"]) == (("still_running", "wait_timeout"), True)
    assert states(place) == {"NIGHTLY": "EXECUTING"}
    waited = job(place, "completed", **EXPORT)
    assert (told(waited)[0], waited.values["changed"]) == ("completed", False)


def test_a_job_is_stopped_in_order_when_the_time_to_wait_is_over_and_the_same_task_resumes_it(
    place: Simulated,
) -> None:
    left = job(place, "completed", on_timeout="stop", **SLOW, **EXPORT)
    assert left.failed
    assert told(left) == ("stopped", "wait_timeout")
    found = place.facts(SALES).job("NIGHTLY")
    assert (found["classification"], found["restartable"]) == ("stopped", "yes")
    assert told(job(place, "completed", **EXPORT))[0] == "completed"


def test_a_job_that_somebody_else_watches_is_not_stopped_unasked(place: Simulated) -> None:
    job(place, "started", **EXPORT)
    block = "DECLARE h NUMBER; BEGIN h := DBMS_DATAPUMP.ATTACH('NIGHTLY', 'HR'); END;"
    with place.holding(SALES, block, HR):
        left = job(place, "completed", on_timeout="stop", **SLOW, **EXPORT)
        assert told(left) == ("still_running", "wait_timeout")
        assert left.job_outcome["option"] == "stop_with_clients"
        assert states(place) == {"NIGHTLY": "EXECUTING"}
        ended = job(place, "completed", on_timeout="stop", stop_with_clients=True, delay=5, **SLOW, **EXPORT)
        assert told(ended) == ("stopped", "wait_timeout")


def test_a_job_that_is_stopping_is_resumed_once_it_has(place: Simulated) -> None:
    job(place, "started", **EXPORT)
    stopping = job(place, "stopped", owner="HR", name="NIGHTLY", wait_timeout="1")
    assert told(stopping)[0] == "stopping"
    assert states(place)["NIGHTLY"] == "STOP PENDING"
    assert told(job(place, "started", **EXPORT))[0] == "resumed"
    assert states(place) == {"NIGHTLY": "EXECUTING"}


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE hr.nightly (a NUMBER)", "CREATE VIEW hr.nightly AS SELECT 1 a FROM dual"]
)
def test_a_name_that_something_else_has_is_refused_before_anything_is_opened(place: Simulated, statement: str) -> None:
    place.execute(SALES, statement)
    place.admin("clear_statements", service=SALES)
    refused = job(place, "started", reuse_dumpfiles=True, **EXPORT)
    assert refused.failed
    assert (*told(refused), refused.job_outcome["option"]) == ("kept", "name_taken", "name")
    assert calls(place) == []


def test_what_is_behind_a_failing_open_is_told(place: Simulated) -> None:
    refused = job(place, "started", **{**EXPORT, "owner": "POOR", "schemas": ["POOR"]})
    assert refused.failed
    assert refused.job_outcome["codes"][0] == "ORA-31626"
    assert "ORA-01950" in refused.job_outcome["codes"]
    assert "quota" in refused.message
    assert (refused.values["changed"], states(place)) == (False, {})


def test_the_role_that_is_missing_is_named(place: Simulated) -> None:
    refused = job(place, "started", **{**EXPORT, "schemas": None, "full": True})
    assert "ORA-31631" in refused.job_outcome["codes"]
    assert "DATAPUMP_EXP_FULL_DATABASE" in refused.message


def test_a_job_that_cannot_be_defined_is_not_left_behind(place: Simulated) -> None:
    refused = job(place, "started", **{**EXPORT, "directory": "NOWHERE"})
    assert refused.failed
    assert "ORA-39087" in refused.job_outcome["codes"]
    assert (told(refused)[0], refused.values["changed"]) == ("failed", False)
    assert states(place) == {}
    assert "HR.NIGHTLY" not in place.tables(SALES)


def test_a_job_that_another_client_is_defining_is_left_alone(place: Simulated) -> None:
    block = "DECLARE h NUMBER; BEGIN h := DBMS_DATAPUMP.OPEN('EXPORT', 'SCHEMA', job_name => 'NIGHTLY'); END;"
    with place.holding(SALES, block, HR):
        refused = job(place, "started", **EXPORT)
        assert (*told(refused), refused.job_outcome["option"]) == ("kept", "being_defined", "kill")
        assert states(place) == {"NIGHTLY": "DEFINING"}


def test_a_reply_to_start_that_was_lost_is_found_out_about(place: Simulated) -> None:
    fault = {"id": "lost", "at": "after", "match": {"text": START_JOB, "nested": False}, "do": "reset"}
    place.admin("inject", service=SALES, fault=fault)
    done = job(place, "started", **EXPORT)
    assert not done.failed, done.message
    assert (told(done)[0], done.values["changed"]) == ("started", True)
    assert states(place) == {"NIGHTLY": "EXECUTING"}


def test_a_start_that_never_arrived_leaves_nothing_and_is_not_called_done(place: Simulated) -> None:
    fault = {"id": "lost", "at": "before", "match": {"text": START_JOB, "nested": False}, "do": "reset"}
    place.admin("inject", service=SALES, fault=fault)
    done = job(place, "started", **EXPORT)
    assert done.failed
    assert told(done) == ("unknown", "connection_lost")
    assert states(place) == {}
    place.admin("clear_faults", service=SALES)
    assert told(job(place, "started", **EXPORT))[0] == "started"


def test_a_connection_that_is_lost_while_the_job_is_defined_is_a_failure(place: Simulated) -> None:
    fault = {"id": "lost", "at": "before", "match": {"text": "METADATA_FILTER", "nested": False}, "do": "reset"}
    place.admin("inject", service=SALES, fault=fault)
    done = job(place, "started", **EXPORT)
    assert (told(done), done.values["changed"]) == (("failed", "connection_lost"), False)
    assert states(place) == {}


def test_a_job_is_waited_for_over_a_lost_connection(place: Simulated) -> None:
    fault = {"id": "lost", "at": "before", "match": {"text": "GET_STATUS", "nested": False}, "after": 2, "do": "reset"}
    place.admin("inject", service=SALES, fault=fault)
    done = job(place, "completed", **EXPORT)
    assert not done.failed, done.message
    assert told(done)[0] == "completed"
    assert place.admin("faults", service=SALES)["faults"][0]["struck"] == 1


@pytest.mark.parametrize("course", ["running", "stopped"])
def test_a_job_that_is_gone_when_it_is_attached_to_is_looked_for_again(place: Simulated, course: str) -> None:
    stopped(place)
    if course == "running":
        job(place, "started", **EXPORT)
    gone = {"kill_job": {"owner": "HR", "name": "NIGHTLY"}}
    if course == "stopped":
        gone = {"sql": {"text": "DROP TABLE hr.nightly PURGE"}}
    fault = {"id": "gone", "at": "before", "match": {"text": r"DBMS_DATAPUMP\.ATTACH", "nested": False}, "do": gone}
    place.admin("inject", service=SALES, fault=fault)
    done = job(place, "completed", reuse_dumpfiles=True, **EXPORT)
    assert place.admin("faults", service=SALES)["faults"][0]["struck"] == 1
    assert not done.failed, done.message
    assert told(done)[0] == "completed"
    assert "OPEN" in done.values["actions"][0]["sql"]


def test_ninety_nine_names_are_all_there_are(place: Simulated) -> None:
    names = [f"SYS_EXPORT_SCHEMA_{number:02d}" for number in range(1, 100)]
    place.execute(SALES, *(f"CREATE TABLE {name} (a NUMBER)" for name in names), account=HR)
    comment = "Data Pump Master Table " + "EXPORT".ljust(30) + " " + "SCHEMA".ljust(30)
    place.execute(SALES, *(f"COMMENT ON TABLE {name} IS '{comment}'" for name in names), account=HR)
    unnamed = {key: value for key, value in EXPORT.items() if key != "name"}
    refused = job(place, "completed", **unnamed)
    assert refused.failed
    assert refused.job_outcome["codes"] == ["ORA-31634", "ORA-31664"]
    assert "clean" in refused.message.lower()
    assert told(job(place, "started", **EXPORT))[0] == "started"


def test_a_job_without_a_name_gets_one_and_it_is_told(place: Simulated) -> None:
    unnamed = {key: value for key, value in EXPORT.items() if key != "name"}
    done = job(place, "completed", **SLOW, **unnamed)
    assert done.job_outcome["name"] == "SYS_EXPORT_SCHEMA_01"
    assert states(place) == {"SYS_EXPORT_SCHEMA_01": "EXECUTING"}


def test_an_import_is_run_again_unless_what_it_makes_is_there(place: Simulated) -> None:
    job(place, "completed", **EXPORT)
    loaded = job(place, "completed", TEST, **IMPORT)
    assert not loaded.failed, loaded.message
    assert (told(loaded)[0], loaded.values["changed"]) == ("completed", True)
    assert place.query(TEST, "SELECT COUNT(*) FROM hr.emp") == [(4,)]
    present = job(place, "completed", TEST, unless_exists=[{"owner": "HR", "name": "EMP"}], **IMPORT)
    assert (told(present)[0], present.values["changed"]) == ("already_present", False)
    absent = job(place, "completed", TEST, unless_exists=[{"owner": "HR", "name": "BONUS"}], **IMPORT)
    assert absent.values["changed"]


def test_an_export_may_be_told_to_run_every_time(place: Simulated) -> None:
    outcomes = [job(place, "completed", reuse_dumpfiles=True, **EXPORT) for dummy in range(2)]
    assert [(told(outcome)[0], outcome.values["changed"]) for outcome in outcomes] == [("completed", True)] * 2


def test_a_file_in_the_way_that_is_no_dump_set_of_this_job_is_not_overwritten(place: Simulated) -> None:
    job(place, "completed", **{**EXPORT, "name": "OTHER"})
    refused = job(place, "completed", **EXPORT)
    assert (*told(refused), refused.job_outcome["option"]) == ("kept", "dump_files_exist", "reuse_dumpfiles")
    assert refused.values["changed"] is False


def test_errors_that_are_not_accepted_fail_the_task_with_their_lines(place: Simulated) -> None:
    job(place, "completed", **EXPORT)
    job(place, "completed", TEST, **IMPORT)
    again = job(place, "completed", TEST, accepted_errors=[], **IMPORT)
    assert again.failed
    assert told(again)[0] == "completed_with_errors"
    codes = again.job_outcome["codes"]
    assert codes
    assert again.job_outcome["errors"]
    accepted = [int(code[4:]) for code in codes]
    assert told(job(place, "completed", TEST, accepted_errors=accepted, **IMPORT))[0] == "completed"
