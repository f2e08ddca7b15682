# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For every option that defines a job, what it must become: cases for the unit tests, and for a database to take."""

from __future__ import annotations

from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import definition_of
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Constant, Definition
from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB, check_parameters

PASSWORD = "canary-7Qx9"
EXPORT = {"operation": "export", "schemas": ["HR"], "directory": "DP", "dumpfile": ["a.dmp"]}
IMPORT = {**EXPORT, "operation": "import"}
LINKED = {"operation": "import", "schemas": ["HR"], "network_link": "SRC"}
SQL_FILE = {**EXPORT, "operation": "sql_file", "sqlfile": "a.sql"}
DUMP, LOG, SQL, URL = (Constant((f"KU$_FILE_TYPE_{kind}_FILE",)) for kind in ("DUMP", "LOG", "SQL", "URIDUMP"))
STORE = "https://objectstorage.eu-frankfurt-1.oraclecloud.com/n/x/b/y/o/a%U.dmp"


def parameters(**given: Any) -> dict[str, Any]:
    spec = JOB.argument_spec
    filled = {name: option.get("default") for name, option in spec.items()}
    for name, entries in given.items():
        if "options" in spec[name] and entries is not None:
            given[name] = [{**dict.fromkeys(spec[name]["options"]), **entry} for entry in entries]
    return {**filled, "host": "db1", "service_name": "note", "state": "completed", "name": "NIGHTLY", **given}


def defined(**given: Any) -> Definition:
    check_parameters(JOB, parameters(**given))
    definition = definition_of(parameters(**given))
    assert definition is not None
    return definition


def call(subprogram: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    return subprogram, arguments


def told(name: str, value: Any) -> tuple[str, dict[str, Any]]:
    return call("SET_PARAMETER", name=name, value=value)


def kept(name: str, value: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return call("METADATA_FILTER", name=name, value=value, **more)


def remapped(name: str, old_value: str, value: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return call("METADATA_REMAP", name=name, old_value=old_value, value=value, **more)


def rows(name: str, value: Any, **more: Any) -> tuple[str, dict[str, Any]]:
    return call("DATA_FILTER", name=name, value=value, **more)


CASES: dict[str, list[tuple[dict[str, Any], Any, tuple[str, dict[str, Any]]]]] = {
    "operation": [
        (EXPORT, "export", call("OPEN", operation="EXPORT")),
        (EXPORT, "import", call("OPEN", operation="IMPORT")),
        (SQL_FILE, "sql_file", call("OPEN", operation="SQL_FILE")),
    ],
    "job_mode": [
        ({**IMPORT, "schemas": None}, mode, call("OPEN", job_mode=mode.upper()))
        for mode in ("full", "schema", "table", "tablespace", "transportable")
    ],
    "full": [({**EXPORT, "schemas": None}, True, call("OPEN", job_mode="FULL"))],
    "schemas": [
        (EXPORT, ["hr", '"Mixed Case"'], kept("SCHEMA_LIST", "'HR','Mixed Case'")),
        (EXPORT, ["é"], kept("SCHEMA_LIST", "'É'")),
        (EXPORT, ['"O\'Brien"'], kept("SCHEMA_LIST", "'O''Brien'")),
    ],
    "tables": [
        ({**EXPORT, "schemas": None}, ["emp", "dept"], kept("NAME_LIST", "'EMP','DEPT'", object_path="TABLE")),
        ({**EXPORT, "schemas": None}, ['hr."Emp.x"'], kept("NAME_LIST", "'Emp.x'", object_path="TABLE")),
        ({**EXPORT, "schemas": None}, ["hr.emp"], kept("SCHEMA_EXPR", "IN ('HR')")),
        ({**EXPORT, "schemas": None}, ["hr.emp%"], kept("NAME_EXPR", "LIKE 'EMP%'", object_path="TABLE")),
        ({**EXPORT, "schemas": None}, ["e_%"], kept("NAME_EXPR", "LIKE 'E\\_%' ESCAPE '\\'", object_path="TABLE")),
        (
            {**EXPORT, "schemas": None},
            ["hr.emp:p1", "hr.emp:p2"],
            rows("PARTITION_LIST", "'P1','P2'", table_name="EMP", schema_name="HR"),
        ),
    ],
    "views_as_tables": [
        ({**EXPORT, "schemas": None}, ["hr.v", "hr.w:t"], kept("VIEWS_AS_TABLES", "HR.W:T")),
        ({**EXPORT, "schemas": None}, ["hr.v"], kept("EXCLUDE_TABLES", "Y")),
    ],
    "tablespaces": [({**EXPORT, "schemas": None}, ["users", "data"], kept("TABLESPACE_LIST", "'USERS','DATA'"))],
    "transport_tablespaces": [({**EXPORT, "schemas": None}, ["ts1"], kept("TABLESPACE_LIST", "'TS1'"))],
    "transport_full_check": [
        ({**EXPORT, "schemas": None, "transport_tablespaces": ["ts1"]}, True, told("TTS_FULL_CHECK", 1))
    ],
    "transport_datafiles": [
        ({**IMPORT, "schemas": None}, ["/u01/a.dbf", "/u01/b.dbf"], told("TABLESPACE_DATAFILE", "/u01/b.dbf")),
        ({**IMPORT, "schemas": None}, ["/u01/a.dbf"], call("OPEN", job_mode="TRANSPORTABLE")),
    ],
    "transportable": [({**EXPORT, "schemas": None, "full": True}, "always", told("TRANSPORTABLE", "ALWAYS"))],
    "network_link": [(EXPORT, "src.example.com", call("OPEN", remote_link="SRC.EXAMPLE.COM"))],
    "include": [
        (EXPORT, ["table", "TABLE/INDEX"], kept("INCLUDE_PATH_EXPR", "IN ('TABLE','TABLE/INDEX')")),
        (EXPORT, "TABLE:\"IN ('A','B')\"", kept("NAME_EXPR", "IN ('A','B')", object_path="TABLE")),
        (EXPORT, [{"type": "view", "names": ["a"]}], kept("NAME_EXPR", "IN ('A')", object_path="VIEW")),
        (EXPORT, [{"type": "view", "condition": "LIKE 'A%'"}], kept("NAME_EXPR", "LIKE 'A%'", object_path="VIEW")),
    ],
    "exclude": [
        (EXPORT, ["statistics", "TABLE:= 'A'"], kept("EXCLUDE_PATH_EXPR", "IN ('STATISTICS')")),
        *(
            (EXPORT, f"TABLE:{condition}", kept("NAME_EXPR", opposite, object_path="TABLE"))
            for condition, opposite in (
                ("= 'A'", "!= 'A'"),
                ("<> 'A'", "= 'A'"),
                ("in ('A AND B')", "NOT IN ('A AND B')"),
                (
                    "IN (SELECT table_name FROM user_tables WHERE num_rows = 1 OR num_rows = 2)",
                    "NOT IN (SELECT table_name FROM user_tables WHERE num_rows = 1 OR num_rows = 2)",
                ),
                ("not  in ('A')", "IN ('A')"),
                ("LIKE 'A%'", "NOT LIKE 'A%'"),
                ("NOT LIKE 'A%'", "LIKE 'A%'"),
                ("BETWEEN 'A' AND 'B'", "NOT BETWEEN 'A' AND 'B'"),
                ("NOT BETWEEN 'A' AND 'B'", "BETWEEN 'A' AND 'B'"),
                ("> 'A'", "<= 'A'"),
                ("<= 'A'", "> 'A'"),
            )
        ),
    ],
    "query": [
        (EXPORT, "WHERE a IN (1, 2)", rows("SUBQUERY", "WHERE a IN (1, 2)")),
        (EXPORT, '"WHERE a = 1"', rows("SUBQUERY", "WHERE a = 1")),
        (EXPORT, 'hr.emp:"WHERE a = 1"', rows("SUBQUERY", "WHERE a = 1", table_name="EMP", schema_name="HR")),
        (EXPORT, ["emp:WHERE x = ':'"], rows("SUBQUERY", "WHERE x = ':'", table_name="EMP")),
        (EXPORT, {'hr."e"': "ORDER BY 1"}, rows("SUBQUERY", "ORDER BY 1", table_name="e", schema_name="HR")),
    ],
    "sample": [
        (EXPORT, 10, rows("SAMPLE", 10)),
        (EXPORT, "0.5", rows("SAMPLE", 0.5)),
        (EXPORT, {"hr.emp": 7.5}, rows("SAMPLE", 7.5, table_name="EMP", schema_name="HR")),
        (EXPORT, "emp:70", rows("SAMPLE", 70, table_name="EMP")),
    ],
    "content": [
        (EXPORT, "data_only", told("INCLUDE_METADATA", 0)),
        (EXPORT, "metadata_only", rows("INCLUDE_ROWS", 0)),
    ],
    "directory": [
        (EXPORT, "dp2", call("ADD_FILE", filename="a.dmp", directory="DP2", filetype=DUMP)),
        (EXPORT, '"dp2"', call("ADD_FILE", filename="NIGHTLY.log", directory="dp2", filetype=LOG)),
    ],
    "dumpfile": [
        (EXPORT, ["other:b_%U.dmp"], call("ADD_FILE", filename="b_%U.dmp", directory="OTHER", filetype=DUMP)),
        (EXPORT, ["100%%.dmp", "%d%M%y.dmp"], call("ADD_FILE", filename="%d%M%y.dmp", directory="DP", filetype=DUMP)),
    ],
    "credential": [
        ({**IMPORT, "dumpfile": [STORE]}, "cred", call("ADD_FILE", filename=STORE, directory="CRED", filetype=URL))
    ],
    "filesize": [
        (EXPORT, "10gb", call("ADD_FILE", filename="a.dmp", filesize="10G")),
        (EXPORT, "40960", call("ADD_FILE", filename="a.dmp", filesize="40960")),
    ],
    "reuse_dumpfiles": [
        (EXPORT, True, call("ADD_FILE", filename="a.dmp", reusefile=1)),
        (EXPORT, False, call("ADD_FILE", filename="a.dmp", reusefile=0)),
    ],
    "logfile": [
        (EXPORT, "x.log", call("ADD_FILE", filename="x.log", directory="DP", filetype=LOG)),
        (LINKED, "logs:x.log", call("ADD_FILE", filename="x.log", directory="LOGS", filetype=LOG)),
    ],
    "nologfile": [(EXPORT, False, call("ADD_FILE", filename="NIGHTLY.log", directory="DP", filetype=LOG))],
    "sqlfile": [(SQL_FILE, "d:x.sql", call("ADD_FILE", filename="x.sql", directory="D", filetype=SQL))],
    "compression": [(EXPORT, "data_only", told("COMPRESSION", "DATA_ONLY"))],
    "compression_algorithm": [(EXPORT, "medium", told("COMPRESSION_ALGORITHM", "MEDIUM"))],
    "encryption": [(EXPORT, "encrypted_columns_only", told("ENCRYPTION", "ENCRYPTED_COLUMNS_ONLY"))],
    "encryption_algorithm": [({**EXPORT, "encryption": "all"}, "aes256", told("ENCRYPTION_ALGORITHM", "AES256"))],
    "encryption_mode": [({**EXPORT, "encryption": "all"}, "transparent", told("ENCRYPTION_MODE", "TRANSPARENT"))],
    "encryption_password": [
        (EXPORT, PASSWORD, told("ENCRYPTION_PASSWORD", PASSWORD)),
        (SQL_FILE, PASSWORD, told("ENCRYPTION_PASSWORD", PASSWORD)),
    ],
    "checksum": [(EXPORT, True, told("CHECKSUM", 1))],
    "checksum_algorithm": [({**EXPORT, "checksum": True}, "sha384", told("CHECKSUM_ALGORITHM", "SHA384"))],
    "verify_checksum": [(IMPORT, True, told("VERIFY_CHECKSUM", 1))],
    "verify_only": [(IMPORT, True, told("VERIFY_ONLY", 1))],
    "remap_schema": [(IMPORT, {"hr": '"Test"', "oe": "x"}, remapped("REMAP_SCHEMA", "HR", "Test"))],
    "remap_tablespace": [(IMPORT, {"users": "data"}, remapped("REMAP_TABLESPACE", "USERS", "DATA"))],
    "remap_datafile": [(IMPORT, {"/u01/a": "+DATA/a"}, remapped("REMAP_DATAFILE", "/u01/a", "+DATA/a"))],
    "remap_directory": [(IMPORT, {"C:\\x\\": "/u01/"}, remapped("REMAP_DIRECTORY", "C:\\x\\", "/u01/"))],
    "remap_table": [
        (IMPORT, {"emp": "emps"}, remapped("REMAP_TABLE", "EMP", "EMPS")),
        (IMPORT, {"emp.p1": "emps"}, remapped("REMAP_TABLE", "EMP.P1", "EMPS")),
    ],
    "remap_data": [
        (
            EXPORT,
            {"hr.emp.name": 'hr."Mask".f'},
            call(
                "DATA_REMAP",
                name="COLUMN_FUNCTION",
                table_name="EMP",
                column="NAME",
                function='HR."Mask".F',
                schema="HR",
            ),
        ),
    ],
    "transform": [
        (IMPORT, [{"name": name, "value": given}], call("METADATA_TRANSFORM", name=name.upper(), value=sent))
        for name, given, sent in (
            ("OID", "n", 0),
            ("storage", False, 0),
            ("SEGMENT_ATTRIBUTES", "Y", 1),
            ("PCTSPACE", "70", 70),
            ("LOB_STORAGE", "securefile", "SECUREFILE"),
            ("TABLE_COMPRESSION_CLAUSE", "NOCOMPRESS", "NOCOMPRESS"),
            ("SOMETHING_NEWER", True, 1),
            ("SOMETHING_NEWER", "ON", "ON"),
        )
    ]
    + [
        (
            IMPORT,
            [{"name": "OID", "value": 1, "object_type": "type"}],
            call("METADATA_TRANSFORM", name="OID", value=1, object_type="TYPE"),
        )
    ],
    "table_exists_action": [(IMPORT, "truncate", told("TABLE_EXISTS_ACTION", "TRUNCATE"))],
    "data_options": [
        (
            IMPORT,
            ["skip_constraint_errors", "disable_append_hint"],
            told("DATA_OPTIONS", Constant(("KU$_DATAOPT_SKIP_CONST_ERR", "KU$_DATAOPT_DISABL_APPEND_HINT"))),
        )
    ],
    "partition_options": [(IMPORT, "merge", told("PARTITION_OPTIONS", "MERGE"))],
    "skip_unusable_indexes": [(IMPORT, False, told("SKIP_UNUSABLE_INDEXES", 0))],
    "reuse_datafiles": [(IMPORT, True, told("REUSE_DATAFILES", 1))],
    "streams_configuration": [(IMPORT, False, told("STREAMS_CONFIGURATION", 0))],
    "source_edition": [(EXPORT, "e1", told("SOURCE_EDITION", "E1"))],
    "target_edition": [(IMPORT, "e1", told("TARGET_EDITION", "E1"))],
    "parallel": [(EXPORT, 4, call("SET_PARALLEL", degree=4))],
    "cluster": [(EXPORT, False, call("START_JOB", cluster_ok=0))],
    "job_service_name": [(EXPORT, "batch", call("START_JOB", service_name="batch"))],
    "skip_current": [(IMPORT, True, call("START_JOB", skip_current=1))],
    "access_method": [(EXPORT, "external_table", told("DATA_ACCESS_METHOD", "EXTERNAL_TABLE"))],
    "estimate": [(EXPORT, "statistics", told("ESTIMATE", "STATISTICS"))],
    "estimate_only": [({**EXPORT, "dumpfile": None}, True, told("ESTIMATE_ONLY", 1))],
    "flashback_scn": [(EXPORT, 2**48 + 1, told("FLASHBACK_SCN", 2**48 + 1))],
    "flashback_time": [
        (EXPORT, "systimestamp", told("FLASHBACK_TIME", "SYSTIMESTAMP")),
        (
            EXPORT,
            "2026-01-31T22:00:00",
            told("FLASHBACK_TIME", "TO_TIMESTAMP('2026-01-31 22:00:00', 'YYYY-MM-DD HH24:MI:SS')"),
        ),
        (
            EXPORT,
            "to_timestamp('31.01.2026', 'DD.MM.YYYY')",
            told("FLASHBACK_TIME", "to_timestamp('31.01.2026', 'DD.MM.YYYY')"),
        ),
    ],
    "version": [(EXPORT, "12.2", call("OPEN", version="12.2")), (EXPORT, None, call("OPEN", version="COMPATIBLE"))],
    "keep_master": [(EXPORT, True, told("KEEP_MASTER", 1))],
    "master_only": [(IMPORT, True, told("MASTER_ONLY", 1))],
    "metrics": [(EXPORT, True, told("METRICS", 1))],
    "logtime": [(EXPORT, "all", told("LOGTIME", "ALL"))],
    "parameters": [
        (EXPORT, {"user_metadata": 0}, told("USER_METADATA", 0)),
        (EXPORT, {"NEWER": True}, told("NEWER", 1)),
        (EXPORT, {"NEWER": "x"}, told("NEWER", "x")),
    ],
    "metadata_filters": [
        (EXPORT, [{"name": "name_expr", "value": "LIKE 'A%'"}], kept("NAME_EXPR", "LIKE 'A%'")),
        (
            EXPORT,
            [{"name": "NAME_EXPR", "value": "LIKE 'A%'", "object_path": "view"}],
            kept("NAME_EXPR", "LIKE 'A%'", object_path="VIEW"),
        ),
    ],
    "data_filters": [
        (
            EXPORT,
            [{"name": "PARTITION_EXPR", "value": "LIKE 'P%'", "table": "hr.emp"}],
            rows("PARTITION_EXPR", "LIKE 'P%'", table_name="EMP", schema_name="HR"),
        ),
        (EXPORT, [{"name": "INCLUDE_ROWS", "value": False}], rows("INCLUDE_ROWS", 0)),
    ],
    "metadata_remaps": [
        (
            IMPORT,
            [{"name": "REMAP_X", "old_value": "a", "value": "b", "object_type": "index"}],
            remapped("REMAP_X", "a", "b", object_type="INDEX"),
        )
    ],
}
"""For every option: other options, its value, and a call with some of its arguments that must come of it."""

EACH = [(option, *case) for option, cases in CASES.items() for case in cases]
