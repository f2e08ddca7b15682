# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects as the DDL that a SQL file has of them."""

from __future__ import annotations

from typing import Any

from .pump_objects import PumpObject


def statement(item: PumpObject) -> str:
    """One statement, ended by a semicolon."""
    return _WRITERS[item.type](item, item.definition) + ";"


def _name(*parts: str | None) -> str:
    return ".".join(f'"{part}"' for part in parts if part is not None)


def _columns(names: list[str]) -> str:
    return "(" + ", ".join(_name(name) for name in names) + ")"


def _datatype(data: list[Any]) -> str:
    name, size, precision, scale = data
    if name == "NUMBER" and precision is not None:
        return f"NUMBER({precision},{scale or 0})"
    return f"{name}({size})" if size is not None and name not in ("NUMBER", "DATE", "ROWID") else str(name)


def _table(item: PumpObject, body: dict[str, Any]) -> str:
    lines = []
    for column in body["columns"]:
        default = f" DEFAULT {column['default']}" if column["default"] else ""
        empty = "" if column["nullable"] else " NOT NULL ENABLE"
        lines.append(f"{_name(column['name'])} {_datatype(column['type'])}{default}{empty}")
    tablespace = f" TABLESPACE {_name(item.tablespace)}" if item.tablespace else ""
    return f"CREATE TABLE {_name(item.schema, item.name)} \n   (\t" + ", \n\t".join(lines) + f"\n   ) {tablespace} "


def _constraint(item: PumpObject, body: dict[str, Any]) -> str:
    title = "" if body["generated"] else f"CONSTRAINT {_name(item.name)} "
    start = f"ALTER TABLE {_name(item.base_schema, item.base_name)} ADD {title}"
    kind = body["kind"]
    if kind == "C":
        return f"{start}CHECK ({body['condition']}) ENABLE"
    if kind == "R":
        parent = body["references"]
        target = f"{_name(parent['schema'], parent['table'])} {_columns(parent['columns'])}"
        return f"{start}FOREIGN KEY {_columns(body['columns'])} REFERENCES {target} ENABLE"
    return f"{start}{'PRIMARY KEY' if kind == 'P' else 'UNIQUE'} {_columns(body['columns'])} ENABLE"


def _comment(item: PumpObject, body: dict[str, Any]) -> str:
    text = str(body["text"]).replace("'", "''")
    if body["column"] is None:
        return f"COMMENT ON TABLE {_name(item.base_schema, item.base_name)} IS '{text}'"
    return f"COMMENT ON COLUMN {_name(item.base_schema, item.base_name, body['column'])} IS '{text}'"


def _index(item: PumpObject, body: dict[str, Any]) -> str:
    unique = "UNIQUE " if body["unique"] else ""
    target = f"{_name(item.base_schema, item.base_name)} {_columns(body['columns'])}"
    return f"CREATE {unique}INDEX {_name(item.schema, item.name)} ON {target}"


def _grant(item: PumpObject, body: dict[str, Any]) -> str:
    option = " WITH GRANT OPTION" if body["option"] else ""
    target = _name(item.base_schema, item.base_name)
    return f"GRANT {body['privilege']} ON {target} TO {_name(body['grantee'])}{option}"


def _quota(item: PumpObject, body: dict[str, Any]) -> str:
    limit = "UNLIMITED" if body["limit"] < 0 else body["limit"]
    return f"ALTER USER {_name(item.schema)} QUOTA {limit} ON {_name(item.name)}"


_WRITERS = {
    "TABLESPACE": lambda item, body: f"CREATE TABLESPACE {_name(item.name)}",
    "DIRECTORY": lambda item, body: f"CREATE DIRECTORY {_name(item.name)} AS '{body['path']}'",
    "ROLE": lambda item, body: f"CREATE ROLE {_name(item.name)}",
    "USER": lambda item, body: f"CREATE USER {_name(item.name)} DEFAULT TABLESPACE {_name(body['tablespace'])}",
    "SYSTEM_GRANT": lambda item, body: f"GRANT {item.name} TO {_name(item.schema)}",
    "ROLE_GRANT": lambda item, body: f"GRANT {_name(item.name)} TO {_name(item.schema)}",
    "DEFAULT_ROLE": lambda item, body: f"ALTER USER {_name(item.schema)} DEFAULT ROLE ALL",
    "TABLESPACE_QUOTA": _quota,
    "PROCACT_SCHEMA": lambda item, body: "BEGIN \n sys.dbms_logrep_imp.instantiate_schema; COMMIT; \nEND",
    "SYNONYM": lambda item, body: (
        f"CREATE SYNONYM {_name(item.schema, item.name)} FOR {_name(body['schema'], body['name'])}"
    ),
    "TABLE": _table,
    "OBJECT_GRANT": _grant,
    "COMMENT": _comment,
    "INDEX": _index,
    "CONSTRAINT": _constraint,
    "REF_CONSTRAINT": _constraint,
    "VIEW": lambda item, body: f"CREATE FORCE VIEW {_name(item.schema, item.name)} AS \n  {body['text']}",
}
