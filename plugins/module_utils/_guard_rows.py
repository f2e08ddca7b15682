# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PL/SQL that takes the digest of a master table's control rows again, as `_sql.control_rows` and `_digest` took it."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._layout import HASHED_COLUMNS

_NAMES = ", ".join(f"'{name}'" for name in HASHED_COLUMNS)

DECLARATIONS = """
  v_text      VARCHAR2(32767);
  v_cursor    SYS_REFCURSOR;
  v_row       VARCHAR2(64);
  v_chain     VARCHAR2(64);
"""

CHAIN = """
      OPEN v_cursor FOR 'SELECT RAWTOHEX(STANDARD_HASH(' || SUBSTR(v_text, 3) || ', ''SHA256'')) FROM ' || v_quoted
        || ' WHERE PROCESS_ORDER < 0 ORDER BY PROCESS_ORDER, DUPLICATE';
      LOOP
        FETCH v_cursor INTO v_row;
        EXIT WHEN v_cursor%NOTFOUND;
        SELECT RAWTOHEX(STANDARD_HASH(v_chain || v_row, 'SHA256')) INTO v_chain FROM SYS.DUAL;
      END LOOP;
      CLOSE v_cursor;
"""
"""Statements that add the rows of the table v_quoted to v_chain, once v_text holds its columns."""


def chain_of_rows(columns: str) -> str:
    """Statements that leave the digest in v_chain, NULL for no rows.

    columns: the FROM and WHERE that find the table's columns as `c`. The table's quoted name is in v_quoted.
    """
    return f"""
      FOR known IN (SELECT c.column_name, c.data_type
                      {columns} AND c.column_name IN ({_NAMES})
                     ORDER BY c.column_name) LOOP
        v_text := v_text || '||RAWTOHEX(STANDARD_HASH('
          || CASE known.data_type
               WHEN 'NUMBER' THEN 'TO_CHAR("' || known.column_name || '")'
               WHEN 'DATE' THEN 'TO_CHAR("' || known.column_name || '", ''YYYYMMDDHH24MISS'')'
               WHEN 'RAW' THEN 'RAWTOHEX("' || known.column_name || '")'
               ELSE '"' || known.column_name || '"'
             END
          || ', ''SHA1''))';
      END LOOP;
{CHAIN}"""
