# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that SET_PARAMETER, filters, remaps and transforms know, and dump file header items (19c reference)."""

from __future__ import annotations

import dataclasses

_NOT_TRANSPORTABLE = frozenset({"TRANSPORTABLE"})


@dataclasses.dataclass(frozen=True)
class Parameter:
    """is_number: takes a number, else a text. exports, imports: which jobs may have it (SQL files are imports).

    values: the texts it may have, empty for any. not_in: modes without it. only_in: the modes with it, empty for all.
    network_only: an import may have it only over a link. since: the lowest job version. enterprise: values that the
    Standard Edition does not have. repeatable: several values add up.
    """

    is_number: bool = False
    exports: bool = True
    imports: bool = True
    network_only: bool = False
    values: frozenset[str] = frozenset()
    not_in: frozenset[str] = frozenset()
    only_in: frozenset[str] = frozenset()
    since: tuple[int, int] = (9, 2)
    enterprise: frozenset[str] = frozenset()
    privileged: bool = False
    repeatable: bool = False

    def suits(self, *, export: bool, network: bool) -> bool:
        """Whether a job of this operation may have it."""
        return self.exports if export else self.imports and (network or not self.network_only)

    def suits_mode(self, mode: str) -> bool:
        return mode not in self.not_in and (not self.only_in or mode in self.only_in)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT, _NUMBER = Parameter(), Parameter(is_number=True)
_ENCRYPTION = "ALL DATA_ONLY METADATA_ONLY ENCRYPTED_COLUMNS_ONLY"

SECRET_PARAMETER = "ENCRYPTION_PASSWORD"

PARAMETERS: dict[str, Parameter] = {
    "CLIENT_COMMAND": _TEXT,
    "COMPRESSION": Parameter(
        imports=False,
        values=_words("ALL DATA_ONLY METADATA_ONLY NONE"),
        enterprise=_words("ALL DATA_ONLY"),
    ),
    "COMPRESSION_ALGORITHM": Parameter(
        imports=False,
        values=_words("BASIC LOW MEDIUM HIGH"),
        since=(12, 0),
        enterprise=_words("BASIC LOW MEDIUM HIGH"),
    ),
    "DATA_ACCESS_METHOD": Parameter(
        values=_words("AUTOMATIC DIRECT_PATH EXTERNAL_TABLE CONVENTIONAL CONVENTIONAL_PATH INSERT_AS_SELECT")
    ),
    "DATA_OPTIONS": Parameter(is_number=True, since=(11, 1)),
    "ENCRYPTION": Parameter(
        imports=False, values=_words(f"{_ENCRYPTION} NONE"), since=(11, 1), enterprise=_words(_ENCRYPTION)
    ),
    "ENCRYPTION_ALGORITHM": Parameter(imports=False, values=_words("AES128 AES192 AES256"), since=(11, 1)),
    "ENCRYPTION_MODE": Parameter(imports=False, values=_words("PASSWORD TRANSPARENT DUAL"), since=(11, 1)),
    SECRET_PARAMETER: _TEXT,
    "ESTIMATE": Parameter(values=_words("BLOCKS STATISTICS"), not_in=_NOT_TRANSPORTABLE),
    "ESTIMATE_ONLY": Parameter(is_number=True, imports=False),
    "FLASHBACK_SCN": Parameter(is_number=True, network_only=True, not_in=_NOT_TRANSPORTABLE),
    "FLASHBACK_TIME": Parameter(network_only=True, not_in=_NOT_TRANSPORTABLE),
    "INCLUDE_METADATA": Parameter(is_number=True, not_in=_NOT_TRANSPORTABLE),
    "KEEP_MASTER": _NUMBER,
    "LOGTIME": Parameter(values=_words("NONE STATUS LOGFILE ALL")),
    "MASTER_ONLY": Parameter(is_number=True, exports=False),
    "METRICS": _NUMBER,
    "PARTITION_OPTIONS": Parameter(exports=False, values=_words("NONE DEPARTITION MERGE"), not_in=_NOT_TRANSPORTABLE),
    "REUSE_DATAFILES": Parameter(is_number=True, exports=False),
    "SKIP_UNUSABLE_INDEXES": Parameter(is_number=True, exports=False, not_in=_NOT_TRANSPORTABLE),
    "SOURCE_EDITION": Parameter(network_only=True),
    "STREAMS_CONFIGURATION": Parameter(is_number=True, exports=False),
    "TABLE_EXISTS_ACTION": Parameter(
        exports=False, values=_words("TRUNCATE REPLACE APPEND SKIP"), not_in=_NOT_TRANSPORTABLE
    ),
    "TABLESPACE_DATAFILE": Parameter(exports=False, only_in=_words("TRANSPORTABLE FULL"), repeatable=True),
    "TARGET_EDITION": Parameter(exports=False),
    "TRACE": _NUMBER,
    "TRANSPORTABLE": Parameter(values=_words("ALWAYS NEVER"), only_in=_words("TABLE FULL"), since=(11, 1)),
    "TTS_FULL_CHECK": Parameter(is_number=True, imports=False, only_in=_words("TRANSPORTABLE")),
    "USER_METADATA": Parameter(is_number=True, network_only=True, only_in=_words("SCHEMA FULL"), privileged=True),
}

METADATA_FILTERS = frozenset(
    {
        *(f"{kind}_EXPR" for kind in ("NAME", "SCHEMA", "TABLESPACE", "INCLUDE_PATH", "EXCLUDE_PATH")),
        *(f"{kind}_LIST" for kind in ("NAME", "SCHEMA", "TABLESPACE", "INCLUDE_PATH", "EXCLUDE_PATH")),
        "EXCLUDE_TABLES",
        "VIEWS_AS_TABLES",
    }
)
# What DATABASE_EXPORT_OBJECTS, SCHEMA_EXPORT_OBJECTS and TABLE_EXPORT_OBJECTS list, as far as filters commonly use it.
OBJECT_PATHS = _words(
    "AUDIT_OBJ CLUSTER COMMENT CONSTRAINT CONTEXT DB_LINK DEFAULT_ROLE DIMENSION DIRECTORY FGA_POLICY FUNCTION GRANT"
    " INDEX INDEX_STATISTICS INDEXTYPE JAVA_SOURCE JOB LIBRARY MATERIALIZED_VIEW MATERIALIZED_VIEW_LOG OBJECT_GRANT"
    " OPERATOR PACKAGE PACKAGE_BODY PACKAGE_SPEC PASSWORD_HISTORY POST_SCHEMA PRE_SCHEMA PROCACT_SCHEMA PROCEDURE"
    " PROCOBJ PROFILE REF_CONSTRAINT REFRESH_GROUP RLS_POLICY ROLE ROLE_GRANT SCHEMA SEQUENCE STATISTICS SYNONYM"
    " SYSTEM_GRANT TABLE TABLE_DATA TABLE_STATISTICS TABLESPACE TABLESPACE_QUOTA TRIGGER TYPE TYPE_BODY TYPE_SPEC USER"
    " VIEW XMLSCHEMA"
)

# Name → whether the value is a number.
DATA_FILTERS = {
    "INCLUDE_ROWS": True,
    "PARTITION_EXPR": False,
    "PARTITION_LIST": False,
    "SAMPLE": True,
    "SUBQUERY": False,
}
DATA_REMAPS = frozenset({"COLUMN_FUNCTION"})
METADATA_REMAPS = frozenset({"REMAP_SCHEMA", "REMAP_TABLESPACE", "REMAP_DATAFILE", "REMAP_TABLE"})
# Name → whether the value is a number.
TRANSFORMS = {
    "DISABLE_ARCHIVE_LOGGING": True,
    "INMEMORY": True,
    "INMEMORY_CLAUSE": False,
    "LOB_STORAGE": False,
    "OID": True,
    "PCTSPACE": True,
    "SEGMENT_ATTRIBUTES": True,
    "SEGMENT_CREATION": True,
    "STORAGE": True,
    "TABLE_COMPRESSION_CLAUSE": False,
}

# GET_DUMPFILE_INFO item codes in order from 1; 23 came with 12.1, 24 with 12.2.
DUMP_FILE_ITEMS: dict[str, object] = {
    f"KU$_DFHDR_{name}": number
    for number, name in enumerate(
        (
            "FILE_VERSION", "MASTER_PRESENT", "GUID", "FILE_NUMBER", "CHARSET_ID", "CREATION_DATE", "FLAGS", "JOB_NAME",
            "PLATFORM", "INSTANCE", "LANGUAGE", "BLOCKSIZE", "DIRPATH", "METADATA_COMPRESSED", "DB_VERSION",
            "MASTER_PIECE_COUNT", "MASTER_PIECE_NUMBER", "DATA_COMPRESSED", "METADATA_ENCRYPTED", "DATA_ENCRYPTED",
            "COLUMNS_ENCRYPTED", "ENCRYPTION_MODE", "COMPRESSION_ALG", "HADOOP_TRAILERS",
        ),
        1,
    )
}  # fmt: skip
