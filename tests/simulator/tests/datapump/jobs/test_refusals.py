# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each call refuses: the code that is raised, and the causes that GET_STATUS tells."""

from __future__ import annotations

import pytest

from simora.datapump.file_calls import _CLASSIC_EXPORT

CLASSIC = b"\x03EXPORT:V11.02.00\n"

# (operation, mode, user, calls before, the call that is refused, codes of its error list)
DEFINITIONS: list[tuple[str, str, str, list[str], str, list[int]]] = [
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'NO_SUCH', 1)", [39001, 39208]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'METRICS', 'Y')", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'METRICS', -1)", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'LOGTIME', 'SOMETIMES')", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'COMPRESSION', 'SOME')", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'TABLE_EXISTS_ACTION', 'SKIP')", [39005, 39208]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'COMPRESSION', 'ALL')", [39005, 39208]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'FLASHBACK_SCN', 1)", [39005, 39208]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'FLASHBACK_SCN', 999999999999)", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'FLASHBACK_TIME', 'yesterday')", [39001, 39150]),
    ("EXPORT", "SCHEMA", "SCOTT", ["SET_PARAMETER({h}, 'FLASHBACK_SCN', 1)"],
     "SET_PARAMETER({h}, 'FLASHBACK_TIME', 'TO_TIMESTAMP(''2026'')')", [39001, 39051]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'USER_METADATA', 1)", [31631, 39209]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARAMETER({h}, 'TTS_FULL_CHECK', 1)", [39005, 39208]),
    ("EXPORT", "TRANSPORTABLE", "KEEPER", [], "SET_PARAMETER({h}, 'ESTIMATE', 'BLOCKS')", [39005, 39208]),
    ("IMPORT", "SCHEMA", "SCOTT", ["SET_PARAMETER({h}, 'INCLUDE_METADATA', 0)"],
     "SET_PARAMETER({h}, 'TABLE_EXISTS_ACTION', 'REPLACE')", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'NO_SUCH', 'X')", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'NAME_EXPR', NULL)", [39005, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'NAME_EXPR', 'IN (')", [39001, 39071]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'NAME_LIST', 'EMP')", [39001, 39071]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'NAME_EXPR', '= ''X''', 'TABEL')", [39001, 39168]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'INCLUDE_PATH_EXPR', '= ''TABLE''', 'TABLE')",
     [39001, 39168]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'SCHEMA_EXPR', 'IN (''BLAKE'')')", [31631, 39109]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_FILTER({h}, 'SCHEMA_LIST', '''NOBODY''')", [31631, 39109]),
    ("EXPORT", "TABLE", "SCOTT", ["METADATA_FILTER({h}, 'SCHEMA_EXPR', '= ''SCOTT''')"],
     "METADATA_FILTER({h}, 'SCHEMA_EXPR', '= ''SCOTT''')", [39001, 39051]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "DATA_FILTER({h}, 'NO_SUCH', 1)", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "DATA_FILTER({h}, 'SUBQUERY', 1)", [39005, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "DATA_FILTER({h}, 'SAMPLE', 100)", [39001, 39163]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "DATA_FILTER({h}, 'SUBQUERY', 'WHERE 1=1', NULL, 'SCOTT')", [39005, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "DATA_FILTER({h}, 'SUBQUERY', 'WHERE 1=1', 'NOTES', 'BLAKE')", [31631, 39109]),
    ("EXPORT", "SCHEMA", "SCOTT", ["DATA_FILTER({h}, 'SAMPLE', 5)"], "DATA_FILTER({h}, 'SAMPLE', 6)", [39001, 39051]),
    ("EXPORT", "TRANSPORTABLE", "KEEPER", [], "DATA_FILTER({h}, 'INCLUDE_ROWS', 0)", [39001, 39202]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "DATA_REMAP({h}, 'NO_SUCH', 'T', 'C', 'F')", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", ["DATA_FILTER({h}, 'INCLUDE_ROWS', 0)"],
     "DATA_REMAP({h}, 'COLUMN_FUNCTION', 'T', 'C', 'F')", [39001, 39202]),
    ("SQL_FILE", "SCHEMA", "SCOTT", [], "DATA_REMAP({h}, 'COLUMN_FUNCTION', 'T', 'C', 'F')", [39002, 39208]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_REMAP({h}, 'REMAP_SCHEMA', 'A', 'SCOTT')", [39002, 39208]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "METADATA_REMAP({h}, 'REMAP_ALL', 'A', 'B')", [39001, 39207]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "METADATA_REMAP({h}, 'REMAP_TABLE', 'A', NULL)", [39005, 39207]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "METADATA_REMAP({h}, 'REMAP_SCHEMA', 'SCOTT', 'BLAKE')", [31631, 39122]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "METADATA_REMAP({h}, 'REMAP_DATAFILE', 'a', 'b')", [31631, 39122]),
    ("IMPORT", "SCHEMA", "SCOTT", ["METADATA_REMAP({h}, 'REMAP_TABLE', 'A', 'B')"],
     "METADATA_REMAP({h}, 'REMAP_TABLE', 'A', 'C')", [39001, 39051]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "METADATA_TRANSFORM({h}, 'OID', 0)", [39002, 39208]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "METADATA_TRANSFORM({h}, 'NO_SUCH', 0)", [39001, 39207]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "METADATA_TRANSFORM({h}, 'OID', 'N')", [39005, 39207]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "METADATA_TRANSFORM({h}, 'PCTSPACE', 0)", [39001, 39210]),
    ("IMPORT", "SCHEMA", "SCOTT", ["METADATA_TRANSFORM({h}, 'OID', 0)"], "METADATA_TRANSFORM({h}, 'OID', 1)",
     [39001, 39051]),
    ("IMPORT", "TRANSPORTABLE", "KEEPER", [], "METADATA_TRANSFORM({h}, 'OID', 0)", [39001, 39205]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "SET_PARALLEL({h}, 0)", [39001, 39206]),
    ("SQL_FILE", "SCHEMA", "SCOTT", [], "SET_PARALLEL({h}, 2)", [39002, 39208]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, NULL, 'DUMPS')", [39001, 39144]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.dmp')", [39001, 39145]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, '/tmp/a.dmp', 'DUMPS')", [39001, 39088]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.dmp', 'dumps')", [39001, 39000, 39087]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.dmp', 'READABLE')", [39001, 39000, 39087]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.log', 'READABLE', NULL, 3)", [39002, 39070, 39087]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.dmp', 'GONE')", [39001, 39000, 31641, 27040]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.log', 'GONE', NULL, 3)", [39002, 39070, 29283]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'there.dmp', 'DUMPS')", [39001, 39000, 31641, 27038]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a%X.dmp', 'DUMPS')", [39001, 39000, 39124]),
    ("EXPORT", "SCHEMA", "SCOTT", ["ADD_FILE({h}, 'a.dmp', 'DUMPS')"], "ADD_FILE({h}, 'a.dmp', 'DUMPS')",
     [39001, 39000, 39141]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.dmp', 'DUMPS', '39K')", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.dmp', 'DUMPS', 'huge')", [39001, 39096]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a.sql', 'DUMPS', NULL, 4)", [39002, 39208]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'none.dmp', 'DUMPS')", [39001, 39000, 31640, 27037]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'there.dmp', 'DUMPS')", [39001, 39000, 31619]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'old.dmp', 'DUMPS')", [39001, 39000, 39143]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'there.dmp', 'DUMPS', NULL, 1, 1)", [39001, 39207]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "ADD_FILE({h}, 'a%D.dmp', 'DUMPS')", [39001, 39000, 39124]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "START_JOB({h})", [39004, 39053]),
    ("IMPORT", "SCHEMA", "SCOTT", [], "START_JOB({h})", [39004, 39053]),
    ("EXPORT", "TABLESPACE", "KEEPER", ["ADD_FILE({h}, 'a.dmp', 'DUMPS')"], "START_JOB({h})", [39004, 39053]),
    ("EXPORT", "SCHEMA", "SCOTT", ["ADD_FILE({h}, 'a.dmp', 'DUMPS')", "SET_PARAMETER({h}, 'ESTIMATE_ONLY', 1)"],
     "START_JOB({h})", [39002, 39201]),
    ("EXPORT", "SCHEMA", "SCOTT", ["ADD_FILE({h}, 'a.dmp', 'DUMPS')",
     "SET_PARAMETER({h}, 'ENCRYPTION_ALGORITHM', 'AES256')"], "START_JOB({h})", [39002, 39053]),
    ("EXPORT", "SCHEMA", "SCOTT", ["ADD_FILE({h}, 'a.dmp', 'DUMPS')", "SET_PARAMETER({h}, 'ENCRYPTION', 'ALL')"],
     "START_JOB({h})", [39002, 39188, 28365]),
    ("EXPORT", "SCHEMA", "SCOTT", ["ADD_FILE({h}, 'a.dmp', 'DUMPS')"], "START_JOB({h}, 0, 5)", [39001, 39207]),
    ("EXPORT", "SCHEMA", "SCOTT", [], "LOG_ENTRY({h}, NULL)", [39001, 39207]),
]  # fmt: skip


@pytest.mark.parametrize("case", DEFINITIONS, ids=lambda case: f"{case[0]}-{case[1]}-{case[4]}")
def test_what_a_job_that_is_being_defined_does_not_take(servers, refused, case) -> None:
    operation, mode, user, before, call, codes = case
    servers.database().files.write("/dumps/there.dmp", b"junk")
    servers.database().files.write("/dumps/old.dmp", CLASSIC)
    pump = servers.client(user).open(operation, mode)
    for earlier in before:
        pump.block(f"BEGIN DBMS_DATAPUMP.{earlier.format(h=pump.handle)}; END;")
    with refused(codes[0]):
        pump.block(f"BEGIN DBMS_DATAPUMP.{call.format(h=pump.handle)}; END;")
    found = pump.error_codes()
    assert found[: len(codes)] == codes


def test_the_classic_header_is_known_as_one() -> None:
    assert _CLASSIC_EXPORT.match(CLASSIC)


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ({"operation": "BACKUP"}, [39001, 39207]),
        ({"mode": "PARTITION"}, [39001, 39207]),
        ({"mode": "FULL"}, [31631, 39161]),
        ({"mode": "TRANSPORTABLE"}, [31631, 39162]),
        ({"version": "8.1"}, [39001, 39022]),
        ({"version": "24.1"}, [39001, 39022]),
        ({"version": "newest"}, [39001, 39022]),
        ({"remote_link": "NOWHERE"}, [39001, 39200, 2019]),
        ({"job_name": "EMP"}, [31626, 31633, 955]),
    ],
)
def test_what_open_refuses(servers, refused, arguments, codes) -> None:
    scott = servers.client()
    with refused(codes[0]):
        scott.open(**arguments)
    assert scott.error_codes(None) == codes


def test_without_quota_no_job(serve, refused) -> None:
    """Conformance case C24."""
    servers = serve({"users": [*accounts_without_quota()]})
    scott = servers.client()
    with refused(31626):
        scott.open()
    assert scott.error_codes(None) == [31626, 31633, 1950]


def accounts_without_quota():
    from pump import USERS

    return [{**user, "quotas": {}} for user in USERS]


def test_ninety_nine_default_names_and_no_more(servers, refused) -> None:
    scott = servers.client()
    for dummy in range(99):
        scott.open()
    with refused(31634):
        scott.open()
    assert scott.error_codes(None) == [31634, 31664]
    assert len(servers.states()) == 99


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("SET_PARALLEL({h}, 2)", [39002, 39094]),
        ("SET_PARAMETER({h}, 'COMPRESSION', 'ALL')", [39002, 439]),
        ("SET_PARAMETER({h}, 'ENCRYPTION_PASSWORD', 'x')", [39002, 439]),
        ("SET_PARAMETER({h}, 'ENCRYPTION', 'ALL')", [39002, 439]),
    ],
)
def test_what_the_standard_edition_lacks(serve, refused, call, codes) -> None:
    scott = serve({"edition": "standard"}).client().open()
    with refused(codes[0]):
        scott.block(f"BEGIN DBMS_DATAPUMP.{call.format(h=scott.handle)}; END;")
    assert scott.error_codes() == codes
    scott.call("SET_PARALLEL", degree=1)


def test_a_parameter_that_the_jobs_version_lacks(scott, refused) -> None:
    scott.open(version="10.2")
    with refused(39002):
        scott.parameter("DATA_OPTIONS", 1)
    assert scott.error_codes() == [39002, 39055]


def test_a_dump_file_of_a_newer_release_is_not_read(serve, refused) -> None:
    servers = serve({"release": "23ai"}, {"release": "12.1"})
    new = servers.client().open().file("new.dmp").start()
    assert new.wait() == "COMPLETED"
    old = servers.client("SCOTT", "tgt").open("IMPORT")
    with refused(39001):
        old.file("new.dmp")
    assert old.error_codes() == [39001, 39000, 39142]
    for_old = servers.client().open(version="12.1").file("for_old.dmp").start()
    assert for_old.wait() == "COMPLETED"
    assert old.file("for_old.dmp").start().wait() == "COMPLETED"
