# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL blocks that purge and restore a dropped master table, after proving that it is the one that is meant."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._guard_frame import ANSWER, SAME_DATABASE, VARIABLES

_ENTRY_DECLARATIONS = (
    """
DECLARE
  c_object_id CONSTANT NUMBER := :target_number;
  c_bin_name  CONSTANT VARCHAR2(128) := :target_bin_name;
  c_dropscn   CONSTANT NUMBER := :target_dropscn;
  refused     EXCEPTION;
  busy        EXCEPTION;
  PRAGMA EXCEPTION_INIT(busy, -54);
"""
    + VARIABLES
    + """  v_owner     VARCHAR2(128);
  v_table     VARCHAR2(128);
  v_bin_name  VARCHAR2(128);
  v_quoted    VARCHAR2(300);
  v_permitted VARCHAR2(3);
  v_count     NUMBER;
"""
)

_FIND_ENTRY = """
    v_guard := 'G1';
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_RECYCLEBIN b
     WHERE b.type = 'TABLE' AND b.base_object = c_object_id AND b.object_name = c_bin_name AND b.dropscn = c_dropscn
       AND b.owner = :expected_owner AND b.original_name = :expected_table;
    IF v_count <> 1 THEN
      v_reason := 'not_in_recycle_bin';
      RAISE refused;
    END IF;
"""

_ENTRY_END = (
    """
  EXCEPTION
    WHEN refused THEN
      NULL;
    WHEN busy THEN
      v_reason := 'busy';
      v_code := SQLCODE;
    WHEN OTHERS THEN
      v_code := SQLCODE;
      v_message := SUBSTR(SQLERRM, 1, 1000);
      v_status := CASE WHEN v_step IN ('proof', 'names') THEN v_status ELSE 'error' END;
  END;
"""
    + ANSWER
    + "END;\n"
)

PURGE = (
    _ENTRY_DECLARATIONS
    + "BEGIN\n  BEGIN"
    + SAME_DATABASE
    + _FIND_ENTRY
    + """
    SELECT b.owner, b.object_name, b.can_purge INTO v_owner, v_bin_name, v_permitted
      FROM SYS.DBA_RECYCLEBIN b
     WHERE b.type = 'TABLE' AND b.base_object = c_object_id AND b.object_name = c_bin_name AND b.dropscn = c_dropscn;
    IF v_permitted <> 'YES' THEN
      v_reason := 'not_purgeable';
      RAISE refused;
    END IF;
    v_quoted := SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.' || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_bin_name, FALSE);

    v_step := 'purge';
    v_guard := 'P1';
    EXECUTE IMMEDIATE 'PURGE TABLE ' || v_quoted;

    v_step := 'proof';
    v_status := 'unproven';
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_RECYCLEBIN b WHERE b.object_name = c_bin_name AND b.dropscn = c_dropscn;
    IF v_count = 0 THEN
      v_status := 'purged';
      v_guard := NULL;
    END IF;
"""
    + _ENTRY_END
)

# The recycle bin view does not list constraints. A unique constraint is named like the index that enforces it unless
# somebody chose otherwise, so it gets that name back.
RESTORE = (
    _ENTRY_DECLARATIONS
    + """  TYPE t_name IS RECORD (binned VARCHAR2(128), original VARCHAR2(128));
  TYPE t_names IS TABLE OF t_name INDEX BY BINARY_INTEGER;
  v_names t_names;
BEGIN
  BEGIN"""
    + SAME_DATABASE
    + _FIND_ENTRY
    + """
    SELECT b.owner, b.object_name, b.original_name, b.can_undrop INTO v_owner, v_bin_name, v_table, v_permitted
      FROM SYS.DBA_RECYCLEBIN b
     WHERE b.type = 'TABLE' AND b.base_object = c_object_id AND b.object_name = c_bin_name AND b.dropscn = c_dropscn;
    IF v_permitted <> 'YES' THEN
      v_reason := 'not_restorable';
      RAISE refused;
    END IF;
    v_quoted := SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.' || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_bin_name, FALSE);
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_OBJECTS o
     WHERE o.owner = v_owner AND o.object_name = v_table AND o.namespace = 1;
    IF v_count > 0 THEN
      v_reason := 'name_taken';
      RAISE refused;
    END IF;
    SELECT COUNT(*) INTO v_count
      FROM SYS.GV_$DATAPUMP_JOB g WHERE g.owner_name = v_owner AND g.job_name = v_table;
    IF v_count > 0 THEN
      v_reason := 'name_taken';
      RAISE refused;
    END IF;
    v_count := 0;
    FOR part IN (SELECT b.object_name, b.original_name
                   FROM SYS.DBA_RECYCLEBIN b
                  WHERE b.owner = v_owner AND b.base_object = c_object_id AND b.type = 'INDEX'
                  ORDER BY b.object_name) LOOP
      v_count := v_count + 1;
      v_names(v_count).binned := part.object_name;
      v_names(v_count).original := part.original_name;
    END LOOP;

    v_step := 'restore';
    v_guard := 'R1';
    EXECUTE IMMEDIATE 'FLASHBACK TABLE ' || v_quoted || ' TO BEFORE DROP';

    v_step := 'proof';
    v_status := 'unproven';
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_OBJECTS o
     WHERE o.object_id = c_object_id AND o.owner = v_owner AND o.object_name = v_table AND o.object_type = 'TABLE';
    IF v_count = 1 THEN
      v_status := 'restored';
      v_guard := NULL;
      v_step := 'names';
      v_quoted := SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.' || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_table, FALSE);
      FOR i IN 1 .. v_names.COUNT LOOP
        FOR named IN (SELECT c.constraint_name FROM SYS.DBA_CONSTRAINTS c
                       WHERE c.owner = v_owner AND c.table_name = v_table AND c.index_name = v_names(i).binned
                         AND c.constraint_name LIKE 'BIN$%') LOOP
          EXECUTE IMMEDIATE 'ALTER TABLE ' || v_quoted || ' RENAME CONSTRAINT '
            || SYS.DBMS_ASSERT.ENQUOTE_NAME(named.constraint_name, FALSE) || ' TO '
            || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_names(i).original, FALSE);
        END LOOP;
        EXECUTE IMMEDIATE 'ALTER INDEX ' || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.'
          || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_names(i).binned, FALSE) || ' RENAME TO '
          || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_names(i).original, FALSE);
      END LOOP;
    END IF;
"""
    + _ENTRY_END
)
