# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that SET_PARAMETER, filters, remaps and transforms know, and dump file header items (19c reference)."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Parameter:
    """is_number: takes a number, else a text. exports, imports: which jobs may have it (SQL files are imports)."""

    is_number: bool
    exports: bool = True
    imports: bool = True

    def suits(self, *, export: bool) -> bool:
        return self.exports if export else self.imports


_TEXT, _NUMBER = Parameter(is_number=False), Parameter(is_number=True)
_EXPORT_TEXT = Parameter(is_number=False, imports=False)
_EXPORT_NUMBER = Parameter(is_number=True, imports=False)
_IMPORT_TEXT = Parameter(is_number=False, exports=False)
_IMPORT_NUMBER = Parameter(is_number=True, exports=False)

SECRET_PARAMETER = "ENCRYPTION_PASSWORD"

PARAMETERS: dict[str, Parameter] = {
    "CLIENT_COMMAND": _TEXT,
    "COMPRESSION": _EXPORT_TEXT,
    "COMPRESSION_ALGORITHM": _EXPORT_TEXT,
    "DATA_ACCESS_METHOD": _TEXT,
    "DATA_OPTIONS": _NUMBER,
    "ENCRYPTION": _EXPORT_TEXT,
    "ENCRYPTION_ALGORITHM": _EXPORT_TEXT,
    "ENCRYPTION_MODE": _EXPORT_TEXT,
    SECRET_PARAMETER: _TEXT,
    "ESTIMATE": _TEXT,
    "ESTIMATE_ONLY": _EXPORT_NUMBER,
    "FLASHBACK_SCN": _NUMBER,
    "FLASHBACK_TIME": _TEXT,
    "INCLUDE_METADATA": _NUMBER,
    "KEEP_MASTER": _NUMBER,
    "LOGTIME": _TEXT,
    "MASTER_ONLY": _IMPORT_NUMBER,
    "METRICS": _NUMBER,
    "PARTITION_OPTIONS": _IMPORT_TEXT,
    "REUSE_DATAFILES": _IMPORT_NUMBER,
    "SKIP_UNUSABLE_INDEXES": _IMPORT_NUMBER,
    "SOURCE_EDITION": _TEXT,
    "STREAMS_CONFIGURATION": _IMPORT_NUMBER,
    "TABLE_EXISTS_ACTION": _IMPORT_TEXT,
    "TABLESPACE_DATAFILE": _IMPORT_TEXT,
    "TARGET_EDITION": _IMPORT_TEXT,
    "TRANSPORTABLE": _TEXT,
    "TTS_FULL_CHECK": _EXPORT_NUMBER,
    "USER_METADATA": _NUMBER,
}

METADATA_FILTERS = frozenset(
    {
        *(f"{kind}_EXPR" for kind in ("NAME", "SCHEMA", "TABLESPACE", "INCLUDE_PATH", "EXCLUDE_PATH")),
        *(f"{kind}_LIST" for kind in ("NAME", "SCHEMA", "TABLESPACE", "INCLUDE_PATH", "EXCLUDE_PATH")),
        "EXCLUDE_TABLES",
        "VIEWS_AS_TABLES",
    }
)
DATA_FILTERS = frozenset({"INCLUDE_ROWS", "PARTITION_EXPR", "PARTITION_LIST", "SAMPLE", "SUBQUERY"})
DATA_REMAPS = frozenset({"COLUMN_FUNCTION"})
METADATA_REMAPS = frozenset({"REMAP_SCHEMA", "REMAP_TABLESPACE", "REMAP_DATAFILE", "REMAP_TABLE"})
TRANSFORMS = frozenset(
    {
        "DISABLE_ARCHIVE_LOGGING",
        "INMEMORY",
        "INMEMORY_CLAUSE",
        "LOB_STORAGE",
        "OID",
        "PCTSPACE",
        "SEGMENT_ATTRIBUTES",
        "SEGMENT_CREATION",
        "STORAGE",
        "TABLE_COMPRESSION_CLAUSE",
    }
)

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
