# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The constants and exceptions of DBMS_DATAPUMP.

Source: Oracle's package specification (11.2) and PL/SQL Packages and Types Reference 19c. The values of the data
options that came after 11.2 are not published; they continue the series of powers of two.
"""

from __future__ import annotations

from .vocabulary import DUMP_FILE_ITEMS

EXCEPTIONS = {
    "INVALID_ARGVAL": 39001,
    "INVALID_OPERATION": 39002,
    "INVALID_STATE": 39004,
    "INCONSISTENT_ARGS": 39005,
    "INTERNAL_ERROR": 39006,
    "PRIVILEGE_ERROR": 31631,
    "INVALID_HANDLE": 31623,
    "NO_SUCH_JOB": 31626,
    "SUCCESS_WITH_INFO": 31627,
    "JOB_EXISTS": 31634,
    "NO_DUMPFILE_INFO": 39211,
}


def _numbered(prefix: str, names: str, start: int) -> dict[str, object]:
    """Constants with consecutive values."""
    return {f"KU$_{prefix}_{name}": number for number, name in enumerate(names.split(), start)}


def _bits(prefix: str, names: str) -> dict[str, object]:
    """Constants that are powers of two."""
    return {f"KU$_{prefix}_{name}": 1 << position for position, name in enumerate(names.split())}


CONSTANTS: dict[str, object] = {
    **_bits("STATUS", "WIP JOB_DESC JOB_STATUS JOB_ERROR"),
    **_numbered("FILE_TYPE", "DUMP_FILE BAD_FILE LOG_FILE SQL_FILE", 1),
    **_numbered("DUMPFILE_TYPE", "DISK PIPE TAPE TEMPLATE", 0),
    **_numbered("STATUS_VERSION", "1 2 3 4 5", 1),
    "KU$_STATUS_VERSION": 5,
    **_numbered("JOB_VIEW", "ALL TTS_TABLESPACES ENCCOL_TABLES", 0),
    **_numbered("JOB", "COMPLETE COMPLETE_ERRORS STOPPED ABORTED", 1),
    **DUMP_FILE_ITEMS,
    "KU$_DFHDR_ENCPWD_MODE": 22,
    **_numbered("DFHDR_ENCPWD_MODE", "UNKNOWN NONE PASSWORD DUAL TRANS", 1),
    **_numbered("DFHDR_ENCMODE", "UNKNOWN NONE PASSWORD DUAL TRANS", 1),
    **_numbered("DFHDR_CMPALG", "UNKNOWN NONE BASIC LOW MEDIUM HIGH", 1),
    "KU$_DFHDR_MAX_ITEM_CODE": 24,
    **_numbered("COMPRESS", "NONE METADATA", 1),
    **_bits(
        "DATAOPT",
        "SKIP_CONST_ERR XMLTYPE_CLOB NOTYPE_EVOL DISABL_APPEND_HINT REJECT_ROWS_REPCHR ENABLE_NET_COMP GRP_PART_TAB"
        " TRUST_EXIST_TB_PAR VALIDATE_TBL_DATA VERIFY_STREAM_FORM CONT_LD_ON_FMT_ERR",
    ),
    "KU$_DATAOPT_CONT_LOAD_ON_FMT_ERR": 1024,
    **_bits("ICRFLAGS", "IS_EXPR EARLY_IMPORT GET_DEPENDENTS EXCLUDE XDB_NO_TTS"),
}
