# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The dictionary's base tables: what every view is derived from.

Named as Oracle names its own where that is public (obj$, user$, com$, ...). Where Oracle packs facts into bit fields
that no public text explains, a column says them plainly. x_ tables hold what Oracle keeps in instance memory.
"""

from __future__ import annotations

import dataclasses
import re

from ..values import DATE, NUMBER, OraType, varchar2

# N NUMBER, D DATE, R RAW(n), V VARCHAR2(n). A table's CON_ID is added in front of the listed columns.
_COLUMN_LISTS: dict[str, str] = {
    # objects and what belongs to them
    "obj$": "OBJ# N, DATAOBJ# N, OWNER# N, OWNER_NAME V128, NAME V128, NAMESPACE N, SUBNAME V128, TYPE# N, CTIME D,"
    " MTIME D, STIME D, STATUS N, FLAGS N, ORACLE_MAINTAINED V1",
    "tab$": "OBJ# N, STORAGE# N, TS# N, TEMPORARY V1, DURATION V15, NUM_ROWS N, LAST_ANALYZED D, KIND V8",
    "col$": "OBJ# N, COL# N, SEGCOL# N, NAME V128, TYPE_NAME V128, LENGTH N, PRECISION# N, SCALE N, NULL$ V1,"
    " DEFAULT$ V4000, CHARLENGTH N, CHAR_USED V1, HIDDEN V3",
    "com$": "OBJ# N, COL# N, COMMENT$ V4000",
    "ind$": "OBJ# N, BO# N, TS# N, UNIQUENESS V9, TYPE V27",
    "icol$": "OBJ# N, BO# N, COL# N, POS# N",
    "con$": "CON# N, OWNER# N, OWNER_NAME V128, NAME V128",
    "cdef$": "CON# N, OBJ# N, TYPE V1, RCON# N, ROBJ# N, ENABLED N, CONDITION V4000, STATUS V8, GENERATED V14,"
    " DELETE_RULE V9, MTIME D",
    "ccol$": "CON# N, OBJ# N, COL# N, POS# N",
    "seg$": "OBJ# N, TYPE V18, TS# N, BYTES N, BLOCKS N, EXTENTS N",
    "view$": "OBJ# N, TEXT V4000",
    "syn$": "OBJ# N, NODE V128, OWNER V128, NAME V128",
    "dir$": "OBJ# N, OS_PATH V4000",
    "type$": "OBJ# N, TOID R16, TYPECODE V30, ATTRIBUTES N",
    "attribute$": "OBJ# N, ATTRIBUTE# N, NAME V128, ATTR_OWNER V128, ATTR_TYPE V128, LENGTH N, PRECISION# N, SCALE N",
    "collection$": "OBJ# N, COLL_TYPE V30, UPPER_BOUND N, ELEM_OWNER V128, ELEM_TYPE V128, LENGTH N, PRECISION# N,"
    " SCALE N",
    "external_tab$": "OBJ# N, DEFAULT_DIR V128, TYPE$ V128, REJECT_LIMIT V40, ACCESS_PARAMETERS V4000",
    "external_location$": "OBJ# N, POSITION N, DIR V128, NAME V4000",
    "queue_tables$": "OBJ# N, TYPE V7, OBJECT_TYPE V257",
    "snap$": "OBJ# N, QUERY V4000",
    "recyclebin$": "OBJ# N, OWNER# N, ORIGINAL_NAME V128, OPERATION N, TYPE# N, TS# N, DROPTIME D, DROPSCN N,"
    " PARTITION_NAME V128, FLAGS N, RELATED N, BO N, PURGEOBJ N, SPACE N",
    # accounts and privileges
    "user$": "USER# N, NAME V128, TYPE# N, DATATS# N, TEMPTS# N, CTIME D, PTIME D, EXPTIME D, LTIME D, ASTATUS N,"
    " PROFILE V128, PASSWORD_VERSIONS V17, COMMON V3, ORACLE_MAINTAINED V1, LAST_LOGIN D",
    "x_credential": "USER# N, PASSWORD V128, VERIFIER V3",
    "pwfile$": "USER# N, PRIVILEGE V9",
    "sysauth$": "GRANTEE# N, PRIVILEGE# N, OPTION$ N, DEFAULT_ROLE V3",
    "objauth$": "OBJ# N, GRANTOR# N, GRANTEE# N, PRIVILEGE# N, OPTION$ N",
    "proxy_info$": "CLIENT# N, PROXY# N, FLAGS N",
    # storage
    "ts$": "TS# N, NAME V30, STATUS V9, CONTENTS V21, BLOCKSIZE N, BIGFILE V3",
    "tsq$": "TS# N, USER# N, MAXBYTES N",
    "props$": "NAME V128, VALUE$ V4000, COMMENT$ V4000",
    # instance memory
    "x_container": "DBID N, CON_UID N, GUID R16, NAME V128, CREATED D, NEXT_OBJECT N, APPLICATION V4, PROXY V3",
    "x_container_state": "INST_ID N, OPEN_MODE V10, RESTRICTED V3, OPEN_TIME D",
    "x_session": "INST_ID N, SADDR R8, SID N, SERIAL# N, AUDSID N, PADDR R8, USER# N, USERNAME V128, STATUS V8,"
    " SCHEMA# N, SCHEMANAME V128, OSUSER V128, PROCESS V24, MACHINE V64, TERMINAL V30, PROGRAM V84, TYPE V10,"
    " MODULE V64, ACTION V64, CLIENT_INFO V64, CLIENT_IDENTIFIER V64, LOGON_TIME D, SERVICE_NAME V64, EVENT V64,"
    " BLOCKING_SESSION N, PROCESS_NAME V5",
    "x_session_role": "SID N, ROLE# N",
    "x_session_parameter": "SID N, NAME V80, VALUE V4000",
    "x_lock": "INST_ID N, SID N, TYPE V2, ID1 N, ID2 N, LMODE N, REQUEST N, SINCE D",
    "x_allocated_lock": "NAME V128, LOCKID N",
    "x_parameter": "INST_ID N, NUM N, NAME V80, TYPE N, VALUE V4000, DEFAULT_VALUE V255, ISDEFAULT V9,"
    " ISSES_MODIFIABLE V5, ISSYS_MODIFIABLE V9, ISPDB_MODIFIABLE V5, DESCRIPTION V255",
    # the whole database, not one container of it
    "x_database": "DBID N, NAME V9, DB_UNIQUE_NAME V30, CREATED D, RESETLOGS_CHANGE# N, RESETLOGS_TIME D,"
    " LOG_MODE V12, OPEN_MODE V20, DATABASE_ROLE V16, CDB V3, PLATFORM_NAME V101, BANNER V80, BANNER_FULL V160,"
    " VERSION V17, VERSION_FULL V17, EDITION V7, SCN N, LISTS_DROPPED V3",
    "x_instance": "INST_ID N, INSTANCE_NAME V16, HOST_NAME V64, STARTUP_TIME D, STATUS V12, LOGINS V10,"
    " INSTANCE_ROLE V18, DATABASE_STATUS V17, ANSWERS V3",
    "dual": "DUMMY V1",
    "system_privilege_map": "PRIVILEGE N, NAME V40, PROPERTY N",
    "table_privilege_map": "PRIVILEGE N, NAME V40",
}

# The key comes first; CON_ID is put in front of each where the table has it.
_INDEXES: dict[str, tuple[str, ...]] = {
    "obj$": ("OBJ#", "OWNER_NAME, NAME", "NAME", "OWNER#"),
    "tab$": ("OBJ#", "TS#"),
    "col$": ("OBJ#, COL#",),
    "com$": ("OBJ#, COL#",),
    "ind$": ("OBJ#", "BO#"),
    "icol$": ("OBJ#, POS#", "BO#"),
    "con$": ("CON#", "OWNER_NAME, NAME"),
    "cdef$": ("CON#", "OBJ#", "ROBJ#"),
    "ccol$": ("CON#, POS#", "OBJ#"),
    "seg$": ("OBJ#", "TS#"),
    "view$": ("OBJ#",),
    "syn$": ("OBJ#", "OWNER, NAME"),
    "dir$": ("OBJ#",),
    "type$": ("OBJ#", "TOID"),
    "attribute$": ("OBJ#, ATTRIBUTE#",),
    "collection$": ("OBJ#",),
    "external_tab$": ("OBJ#",),
    "external_location$": ("OBJ#",),
    "queue_tables$": ("OBJ#",),
    "snap$": ("OBJ#",),
    "recyclebin$": ("OBJ#", "OWNER#, ORIGINAL_NAME", "BO", "PURGEOBJ", "TS#"),
    "user$": ("USER#", "NAME"),
    "x_credential": ("USER#",),
    "pwfile$": ("USER#",),
    "sysauth$": ("GRANTEE#, PRIVILEGE#", "PRIVILEGE#"),
    "objauth$": ("OBJ#, GRANTEE#", "GRANTEE#"),
    "proxy_info$": ("CLIENT#", "PROXY#"),
    "ts$": ("TS#", "NAME"),
    "tsq$": ("USER#",),
    "x_session": ("SID",),
    "x_lock": ("TYPE, ID1, ID2", "SID"),
}

# Rows that are the same whichever container asks.
_SHARED = frozenset({"x_database", "x_instance", "system_privilege_map", "table_privilege_map", "x_parameter", "dual"})
# Rows that only the session they belong to may see.
_OWN_SESSION = frozenset({"x_session_role", "x_session_parameter"})
# From the root these also show containers that are not open.
_LISTS_OF_CONTAINERS = frozenset({"x_container", "x_container_state"})
# No view and no query may name them.
HIDDEN = frozenset({"x_credential"})


@dataclasses.dataclass(frozen=True)
class BaseTable:
    """columns in order, with CON_ID first unless the table is shared by all containers."""

    name: str
    columns: tuple[tuple[str, OraType], ...]
    indexes: tuple[str, ...]

    @property
    def per_container(self) -> bool:
        return self.name not in _SHARED and self.name not in _OWN_SESSION

    def create_statements(self) -> list[str]:
        """SQLite DDL; no declared types, so that values stay as they are stored."""
        columns = ", ".join(f"`{name}`" for name, dummy in self.columns)
        statements = [f"CREATE TABLE `{self.name}` ({columns})"]
        for number, key in enumerate(self.indexes):
            parts = (["CON_ID"] if self.per_container else []) + key.split(", ")
            quoted = ", ".join(f"`{part}`" for part in parts)
            statements.append(f"CREATE INDEX `{self.name}_{number}` ON `{self.name}` ({quoted})")
        return statements

    def source(self, all_containers: bool = False) -> str:
        """What to write after FROM: the rows the current session's container may see, or all that are open to it."""
        if self.name in _OWN_SESSION:
            return f"(SELECT * FROM `{self.name}` WHERE SID = current_sid())"
        if not self.per_container:
            return f"`{self.name}`"
        if all_containers and self.name in _LISTS_OF_CONTAINERS:
            return f"(SELECT * FROM `{self.name}` WHERE CON_ID = current_con_id() OR current_con_id() = 1)"
        if all_containers:
            return f"(SELECT * FROM `{self.name}` WHERE CON_ID IN (SELECT CON_ID FROM x_visible_container))"
        return f"(SELECT * FROM `{self.name}` WHERE CON_ID = current_con_id())"


# From the root every container that is open there, elsewhere only the session's own.
VISIBLE_CONTAINERS = (
    "CREATE VIEW x_visible_container AS SELECT c.CON_ID FROM x_container c WHERE c.CON_ID = current_con_id()"
    " OR (current_con_id() = 1 AND EXISTS (SELECT 1 FROM x_container_state s WHERE s.CON_ID = c.CON_ID"
    " AND s.INST_ID = current_inst_id() AND s.OPEN_MODE <> 'MOUNTED'))"
)


def _column_type(code: str) -> OraType:
    if code == "N":
        return NUMBER
    if code == "D":
        return DATE
    size = int(code[1:])
    return OraType("RAW", size) if code[0] == "R" else varchar2(size)


def define(name: str, column_list: str, indexes: tuple[str, ...] = ()) -> BaseTable:
    """A base table from its column list in the notation above; other parts add theirs with it."""
    columns = tuple(
        (column, _column_type(code)) for column, code in (re.split(r" +", item) for item in column_list.split(", "))
    )
    table = BaseTable(name, columns, indexes)
    if name in _SHARED or name in _OWN_SESSION:
        return table
    return dataclasses.replace(table, columns=(("CON_ID", NUMBER), *columns))


def declared_type(declaration: str) -> OraType:
    """The type of a column declared in SQLite with an Oracle type, as other parts do."""
    match = re.fullmatch(r"(\w+)(?:\((\d+)\))?", declaration.strip().upper())
    name, size = (match[1], match[2]) if match else ("NUMBER", None)
    if name in ("INTEGER", "NUMBER", ""):
        return NUMBER
    return OraType(name, int(size) if size else None)


TABLES: dict[str, BaseTable] = {
    name: define(name, column_list, _INDEXES.get(name, ())) for name, column_list in _COLUMN_LISTS.items()
}
