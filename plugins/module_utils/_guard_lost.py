# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL block that looks after a drop whose answer was lost, as the block that dropped would have done itself."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils import _guard_rows
from ansible_collections.dbops.datapump.plugins.module_utils._guard_alive import TAKE_BACK, signs_of_life
from ansible_collections.dbops.datapump.plugins.module_utils._guard_frame import ANSWER, SAME_DATABASE, VARIABLES
from ansible_collections.dbops.datapump.plugins.module_utils._guard_rows import chain_of_rows

_SAME_KIND_OF_JOB = (
    "SUBSTR(c.comments, 1, 22) = 'Data Pump Master Table' AND RTRIM(SUBSTR(c.comments, 24, 30)) = :expected_operation"
    " AND RTRIM(SUBSTR(c.comments, 55, 30)) = :expected_mode"
)

LOOK_AFTER_DROP = (
    """
DECLARE
  c_object_id CONSTANT NUMBER := :target_number;
  c_rows      CONSTANT VARCHAR2(64) := :reviewed_rows;
  refused     EXCEPTION;
"""
    + VARIABLES
    + """  v_owner     VARCHAR2(128) := :expected_owner;
  v_table     VARCHAR2(128) := :expected_table;
  v_quoted    VARCHAR2(300);
  v_count     NUMBER;"""
    + _guard_rows.DECLARATIONS
    + """  v_undo      BOOLEAN := FALSE;
  v_bin_name  VARCHAR2(128);
  v_dropscn   NUMBER;
  v_number    NUMBER;
BEGIN
  BEGIN
"""
    + SAME_DATABASE
    + """
    -- What was dropped last under this name, since the table was read, is what the lost statement can have dropped.
    v_step := 'proof';
    v_guard := 'V1';
    SELECT MAX(b.dropscn) INTO v_dropscn
      FROM SYS.DBA_RECYCLEBIN b
     WHERE b.owner = v_owner AND b.original_name = v_table AND b.type = 'TABLE' AND b.droptime >= :dropped_since;
    IF v_dropscn IS NULL THEN
      v_reason := 'not_in_recycle_bin';
      RAISE refused;
    END IF;
    v_status := 'unproven';
    SELECT MAX(b.object_name), MAX(b.base_object) INTO v_bin_name, v_number
      FROM SYS.DBA_RECYCLEBIN b
     WHERE b.owner = v_owner AND b.original_name = v_table AND b.type = 'TABLE' AND b.dropscn = v_dropscn;
    -- Then another table had taken the name, and who dropped that one cannot be told: it may have been its owner.
    IF v_number <> c_object_id THEN
      v_reason := 'identity_mismatch';
      RAISE refused;
    END IF;
"""
    + signs_of_life(
        chain_of_rows("FROM SYS.DBA_TAB_COLUMNS c WHERE c.owner = v_owner AND c.table_name = v_bin_name"),
        _SAME_KIND_OF_JOB,
    )
    + """    IF NOT v_undo THEN
      v_status := 'dropped';
      v_guard := NULL;
    END IF;
"""
    + TAKE_BACK
    + """  EXCEPTION
    WHEN refused THEN
      NULL;
    WHEN OTHERS THEN
      v_code := SQLCODE;
      v_message := SUBSTR(SQLERRM, 1, 1000);
      v_status := CASE WHEN v_step IN ('proof', 'undo') THEN v_status ELSE 'error' END;
  END;
"""
    + ANSWER
    + """  :out_bin_name := v_bin_name;
  :out_dropscn := v_dropscn;
END;
"""
)
