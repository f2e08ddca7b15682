# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 1 to 26: listeners that refuse, lead astray, stay silent or speak another language."""

from __future__ import annotations

import json
import pathlib
import socket
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.catalogue import certificates
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    CRASHED,
    LEFTOVER,
    SHORT,
    Case,
    MakeCase,
)
from ansible_collections.dbops.datapump.tests.catalogue.interpreter import (
    run_in_interpreter,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    PASSWORD,
    Laboratory,
    described,
)

ONCE = {**SHORT, "retry_count": 0}


def refused(case: Case, **options: Any) -> dict[str, Any]:
    """The result of a run that gets no session. Nothing was executed, and the listener is not to blame for a change."""
    result = case.run("datapump_master_table", **{**ONCE, "state": "absent", **CRASHED, **options}).result
    assert result["failed"] is True
    assert result.get("changed", False) is False
    assert case.sent() == []
    return result


def strikes_listener(laboratory: Laboratory, at: str, do: Any, times: int | None = 1) -> None:
    laboratory.inject_into_listener({"at": at, "do": do, "times": times})


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_case_001_port_closed(case: Case) -> None:
    result = refused(case, port=closed_port())
    assert (result["connection"], "DPY-6005" in result["codes"]) == ("unreachable", True)


def test_case_002_host_name_unknown(case: Case) -> None:
    result = refused(case, host="no-such-host.invalid", connect_deadline=8)
    assert (result["connection"], result["codes"]) == ("failed", [])


@pytest.mark.parametrize("module", ["datapump_facts", "datapump_master_table", "datapump_job"])
def test_case_003_listener_accepts_and_stays_silent(case: Case, laboratory: Laboratory, module: str) -> None:
    strikes_listener(laboratory, "accept", "stall")
    target = {} if module == "datapump_facts" else {"state": "absent", **CRASHED}
    result = case.run(module, **ONCE, **target).result
    assert (result["connection"], result["msg"].split(":")[0]) == ("unreachable", "connect_deadline")
    assert laboratory.listener_hits() == 1


def test_case_004_silence_after_the_accept(case: Case) -> None:
    case.inject("accepted", "stall")
    assert refused(case)["msg"].startswith("connect_deadline")


def hung_up_on(case: Case, laboratory: Laboratory, how: str) -> None:
    strikes_listener(laboratory, "accept", how)
    assert refused(case)["connection"] == "unreachable"
    assert laboratory.listener_hits() == 1


def test_case_005_closed_at_once(case: Case, laboratory: Laboratory) -> None:
    hung_up_on(case, laboratory, "close")


def test_case_006_reset_at_once(case: Case, laboratory: Laboratory) -> None:
    hung_up_on(case, laboratory, "reset")


def test_case_007_hung_up_after_the_accept(case: Case) -> None:
    case.inject("accepted", "close")
    result = refused(case)
    assert (result["connection"], "DPY-4011" in result["codes"]) == ("unreachable", True)


def test_case_008_service_unknown(case: Case) -> None:
    case.inject("connect", {"refuse": 12514}, times=None)
    result = refused(case, retry_count=2, retry_delay=0, connect_deadline=10)
    assert (result["connection"], "DPY-6001" in result["codes"]) == ("unavailable", True)
    assert case.service in result["msg"]
    assert case.hits() == 3


def test_case_009_sid_unknown(case: Case) -> None:
    case.inject("connect", {"refuse": 12505}, times=None)
    result = refused(case, service_name=None, sid=case.service)
    assert (result["connection"], "DPY-6003" in result["codes"]) == ("failed", True)


@pytest.mark.parametrize("code", [12516, 12518, 12519, 12520])
def test_case_010_no_handler(case: Case, code: int) -> None:
    case.inject("connect", {"refuse": code}, times=None)
    result = refused(case, retry_count=1, retry_delay=0, connect_deadline=10)
    assert (result["connection"], f"ORA-{code}" in result["codes"]) == ("unavailable", True)
    assert case.hits() == 2


@pytest.mark.parametrize("code", [12526, 12527, 12528])
def test_case_011_restricted_or_blocked(case: Case, code: int) -> None:
    case.inject("connect", {"refuse": code}, times=None)
    result = refused(case, retry_count=5)
    assert (result["connection"], f"ORA-{code}" in result["codes"]) == ("unavailable", True)
    assert case.hits() == 1


@pytest.mark.parametrize("form", ["without_code", "not_numeric", "not_utf8"])
def test_case_012_a_refusal_that_cannot_be_read(case: Case, form: str) -> None:
    case.inject("connect", {"refuse": {"form": form}})
    refused(case)


def test_case_013_redirected_for_ever(case: Case) -> None:
    case.inject("connect", {"redirect": {}}, times=None)
    assert refused(case)["msg"].startswith("connect_deadline")
    assert case.hits() > 1


def test_case_014_a_redirect_that_cannot_be_read(case: Case) -> None:
    case.inject("connect", {"redirect": {"form": "without_nul"}})
    refused(case)


def test_case_015_redirected_to_another_database(case: Case, laboratory: Laboratory) -> None:
    dbid = case.facts()["database"]["dbid"]
    with laboratory.elsewhere(case.service, described()) as other:
        other.database.faults.change([{"new_dbid": {}}])
        case.inject("connect", {"redirect": {"port": other.port}}, times=2)
        assert case.facts()["database"]["dbid"] == dbid + 1
        ended = case.run("datapump_master_table", state="absent", on_kept="report", dbid=dbid, **CRASHED)
        (table,) = ended.result["tables"]
        assert (table["outcome"], table["reason"]) == ("kept", "wrong_database")
        assert LEFTOVER in other.tables()


def test_case_016_asked_again_for_ever(case: Case) -> None:
    case.inject("connect", "resend", times=None)
    assert refused(case)["msg"].startswith("connect_deadline")
    assert case.hits() > 1


def test_case_017_the_process_dies_in_the_driver(make: MakeCase) -> None:
    case, other = make(), make()
    case.signal_next_run("SEGV", "accepted")
    assert case.run("datapump_facts").status == -11
    assert case.hits() == 1
    assert other.facts()["database"]["name"] == "NOTE"


def test_case_018_a_packet_shorter_than_it_says(case: Case) -> None:
    case.inject("connect", {"malform": "length"})
    assert refused(case)["msg"].startswith("connect_deadline")


def test_case_019_a_packet_of_no_known_type(case: Case) -> None:
    case.inject("connect", {"malform": "packet_type"})
    assert refused(case)["msg"].startswith("connect_deadline")


def test_case_020_a_web_server(case: Case) -> None:
    case.inject("connect", {"malform": "http"})
    refused(case)


def test_case_021_a_refusal_byte_by_byte(case: Case) -> None:
    case.inject("connect", [{"drip": {"seconds": 0.25}}, {"refuse": 12514}])
    assert refused(case)["msg"].startswith("connect_deadline")


def test_case_022_native_encryption_is_required(case: Case) -> None:
    case.inject("connect", {"accept": {"encryption_required": True}})
    assert "DPY-3001" in refused(case)["codes"]


def test_case_023_a_release_that_is_too_old(case: Case) -> None:
    case.inject("connect", {"accept": {"version": 310}})
    assert "DPY-3010" in refused(case)["codes"]


@pytest.mark.parametrize("fault", ["unknown_authority", "expired", "wrong_name", "no_tls_at_all"])
def test_case_024_a_certificate_that_does_not_hold(
    case: Case, laboratory: Laboratory, tmp_path: pathlib.Path, fault: str
) -> None:
    trusted = certificates.Authority("trusted")
    signer = certificates.Authority("unknown") if fault == "unknown_authority" else trusted
    signer.sign(tmp_path, "elsewhere.example.com" if fault == "wrong_name" else "127.0.0.1", expired=fault == "expired")
    trusted.write_wallet(tmp_path)
    secure = {"protocol": "tcps", "wallet_location": str(tmp_path)}
    with laboratory.tls(tmp_path) as port:
        result = refused(case, **secure, port=case.place.port if fault == "no_tls_at_all" else port)
    assert PASSWORD not in json.dumps(result)


def test_case_024_a_certificate_that_holds(case: Case, laboratory: Laboratory, tmp_path: pathlib.Path) -> None:
    """Without this, the refusals above would prove nothing."""
    trusted = certificates.Authority("trusted")
    trusted.sign(tmp_path, "127.0.0.1")
    trusted.write_wallet(tmp_path)
    with laboratory.tls(tmp_path) as port:
        facts = case.facts(protocol="tcps", wallet_location=str(tmp_path), port=port)
    assert facts["database"]["name"] == "NOTE"


def test_case_025_the_first_two_of_three_addresses_are_dead(case: Case) -> None:
    ports = [closed_port(), closed_port(), case.place.port]
    addresses = "".join(f"(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT={port}))" for port in ports)
    dsn = f"(DESCRIPTION=(ADDRESS_LIST={addresses})(CONNECT_DATA=(SERVICE_NAME={case.service})))"
    facts = case.facts(host=None, port=None, service_name=None, dsn=dsn)
    assert facts["database"]["name"] == "NOTE"


def test_case_026_the_driver_is_missing() -> None:
    arguments = {"host": "127.0.0.1", "service_name": "x", "user": "U", "password": PASSWORD}
    ended = run_in_interpreter("datapump_facts", arguments, before='sys.modules["oracledb"] = None')
    assert (ended.status, ended.result["failed"]) == (1, True)
    assert "oracledb" in ended.result["msg"]
