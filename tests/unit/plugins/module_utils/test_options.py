# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options: documented as they are, and checked before any connection is opened."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.plugins.doc_fragments.connection import ModuleDocFragment
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Classification,
)
from ansible_collections.dbops.datapump.plugins.module_utils._checks import MAX_TARGETS
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._options import (
    CONNECTION,
    ENVIRONMENT,
    FACTS,
    JOB,
    MASTER_TABLE,
    ModuleOptions,
    check_parameters,
)
from ansible_collections.dbops.datapump.plugins.module_utils._reading import DEFAULT_SUBSETS

DIGEST = "sha256:" + "0" * 64
SECRET = "s3cr3t"


def defaults(options: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {name: option.get("default") for name, option in options.items()}


def parameters(module: ModuleOptions, **given: Any) -> dict[str, Any]:
    return {**defaults(module.argument_spec), "host": "db1", "service_name": "note", **given}


def table(**given: Any) -> dict[str, Any]:
    return {
        **defaults(MASTER_TABLE.options["tables"]["options"]),
        "owner": "SCOTT",
        "name": "SYS_EXPORT_TABLE_02",
        **given,
    }


def test_the_documentation_of_the_connection_is_its_specification() -> None:
    documented = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    assert documented.keys() == CONNECTION.keys()
    for name, option in CONNECTION.items():
        described = {key: value for key, value in documented[name].items() if key != "description"}
        assert described == {key: value for key, value in option.items() if key != "no_log"}, name


def test_every_environment_variable_is_documented_with_its_option() -> None:
    documented = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    for name, variable in ENVIRONMENT.items():
        assert f"E({variable})" in str(documented[name]["description"]), name
    assert str(documented).count("E(") == len(ENVIRONMENT)


def test_secrets_are_not_logged_and_only_secrets_are_hidden() -> None:
    assert {name for name, option in CONNECTION.items() if option.get("no_log")} == {
        "password",
        "wallet_password",
        # refused when it holds a logon, and never to be repeated then
        "dsn",
    }


def test_choices_agree_with_the_model() -> None:
    assert FACTS.options["classification"]["choices"] == [item.value for item in Classification]
    assert {choice[1:] for choice in FACTS.options["gather_subset"]["choices"] if choice[0] == "!"} == DEFAULT_SUBSETS


def test_good_options_pass() -> None:
    check_parameters(FACTS, parameters(FACTS, min_age="7d", owner=["SCO*"], run_id="run-1.2_3"))
    check_parameters(
        MASTER_TABLE, parameters(MASTER_TABLE, state="absent", owner="hr", name="A b", object_id=2**40, digest=DIGEST)
    )
    check_parameters(MASTER_TABLE, parameters(MASTER_TABLE, state="absent", tables=[table(), table(name="X")]))
    check_parameters(JOB, parameters(JOB, state="stopped", owner="SCOTT", name="EXPDP_20051121", wait_timeout=5))
    check_parameters(FACTS, {**parameters(FACTS, host=None, service_name=None), "dsn": "tcps://h:2484/s?x=y"})
    local = {"oracle_sid": "X", "oracle_home": "/x", "thick_mode": True}
    check_parameters(FACTS, parameters(FACTS, host=None, service_name=None, **local))


NO_ADDRESS: dict[str, Any] = {"host": None, "service_name": None}
BAD_CONNECTION = [
    ("dsn", {**NO_ADDRESS, "dsn": f"scott/{SECRET}@db1/note"}),
    ("dsn", {**NO_ADDRESS, "dsn": f"/{SECRET}@db1/note"}),
    ("dsn", {**NO_ADDRESS, "dsn": f"scott@{SECRET}"}),
    ("dsn", {**NO_ADDRESS, "dsn": f"(DESCRIPTION=(SECURITY=(PASSWORD={SECRET})))"}),
    ("dsn", {**NO_ADDRESS, "dsn": "("}),
    ("dsn", {**NO_ADDRESS, "dsn": "x" * 5000}),
    ("dsn", {**NO_ADDRESS, "dsn": "db1\x00"}),
    ("dsn", {**NO_ADDRESS, "dsn": "  "}),
    ("dsn", NO_ADDRESS),
    ("host", {"host": " "}),
    ("host", {"host": None}),
    ("service_name", {"service_name": None}),
    ("service_name", {"service_name": ""}),
    ("port", {"port": 0}),
    ("port", {"port": 65536}),
    ("port", {"port": -1}),
    ("call_timeout", {"call_timeout": 0}),
    ("call_timeout", {"call_timeout": float("nan")}),
    ("connect_deadline", {"connect_deadline": -1}),
    ("tcp_connect_timeout", {"tcp_connect_timeout": 10**9}),
    ("total_deadline", {"total_deadline": float("inf")}),
    ("retry_count", {"retry_count": 101}),
    ("user", {"user": " "}),
    ("proxy_user", {"proxy_user": 'a"b'}),
    ("proxy_user", {"proxy_user": "HR", "user": "DPCLEAN[SCOTT]"}),
    ("container", {"container": "PDB1; DROP"}),
    ("thick_mode", {**NO_ADDRESS, "oracle_home": "/x", "oracle_sid": "X"}),
    ("run_id", {"run_id": "a */ b"}),
    ("run_id", {"run_id": "x" * 37}),
]


@pytest.mark.parametrize(("option", "given"), BAD_CONNECTION)
def test_bad_connection_options_are_named_and_not_repeated(option: str, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption) as raised:
        check_parameters(FACTS, parameters(FACTS, **given))
    assert raised.value.option == option
    assert SECRET not in str(raised.value)


BAD_TABLES: list[tuple[str, dict[str, Any]]] = [
    ("owner", {"owner": "", "name": "X"}),
    ("name", {"owner": "SCOTT", "name": " "}),
    ("name", {"owner": "SCOTT", "name": "*"}),
    ("name", {"owner": "SCOTT", "name": "SYS_EXPORT_%"}),
    ("name", {"owner": "SCOTT", "name": 'A"B'}),
    ("name", {"owner": "SCOTT", "name": "x" * 129}),
    ("digest", {"owner": "SCOTT", "name": "X", "digest": DIGEST.upper()}),
    ("object_id", {"owner": "SCOTT", "name": "X", "object_id": 0}),
    ("object_id", {"owner": "SCOTT", "name": "X", "object_id": -5}),
    ("object_id", {"owner": "SCOTT", "name": "X", "object_id": 10**38}),
    ("dbid", {"owner": "SCOTT", "name": "X", "dbid": -1}),
    ("recycle_bin_name", {"owner": "SCOTT", "name": "X", "recycle_bin_name": "BIN$x"}),
    ("recycle_bin_name", {"owner": "SCOTT", "name": "X", "recycle_bin_name": "X", "purge": True}),
    ("object_id", {"owner": "SCOTT", "name": "X", "recycle_bin_name": "BIN$x", "purge": True, "dropscn": 1}),
    ("dropscn", {"owner": "SCOTT", "name": "X", "recycle_bin_name": "BIN$x", "purge": True, "object_id": 1}),
    ("dropscn", {"owner": "SCOTT", "name": "X", "dropscn": -1}),
    ("tables[1].name", {"tables": [table(), table(name="%")]}),
    ("tables[1]", {"tables": [table(), table()]}),
    ("min_age", {"owner": "SCOTT", "name": "X", "min_age": "soon"}),
    ("min_age", {"owner": "SCOTT", "name": "X", "min_age": "-1"}),
    ("max_drops", {"owner": "SCOTT", "name": "X", "max_drops": 0}),
    ("protect[0].name", {"owner": "SCOTT", "name": "X", "protect": [{"owner": "*", "name": ""}]}),
]


@pytest.mark.parametrize(("option", "given"), BAD_TABLES)
def test_bad_targets_are_named(option: str, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption) as raised:
        check_parameters(MASTER_TABLE, parameters(MASTER_TABLE, state="absent", **given))
    assert raised.value.option == option


def test_as_many_targets_as_are_allowed_and_one_more() -> None:
    tables = [table(name=f"T{number}") for number in range(MAX_TARGETS + 1)]
    check_parameters(MASTER_TABLE, parameters(MASTER_TABLE, state="absent", tables=tables[:-1]))
    with pytest.raises(InvalidOption, match="^tables: "):
        check_parameters(MASTER_TABLE, parameters(MASTER_TABLE, state="absent", tables=tables))


def test_purge_has_no_meaning_for_a_restore() -> None:
    with pytest.raises(InvalidOption, match="^purge: "):
        check_parameters(MASTER_TABLE, parameters(MASTER_TABLE, state="present", owner="SCOTT", name="X", purge=True))


@pytest.mark.parametrize(
    ("option", "given"),
    [
        ("name", {"name": "*"}),
        ("wait_timeout", {"wait_timeout": "0"}),
        ("wait_timeout", {"wait_timeout": "2d"}),
        ("delay", {"delay": -1}),
        ("digest", {"digest": "x"}),
    ],
)
def test_bad_jobs_are_named(option: str, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption) as raised:
        check_parameters(JOB, parameters(JOB, **{"state": "absent", "owner": "SCOTT", "name": "X", **given}))
    assert raised.value.option == option
