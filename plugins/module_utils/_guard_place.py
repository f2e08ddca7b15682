# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PL/SQL that all guarded blocks begin with: it is the database that was read, and every instance of it answers.

Not for blocks of their own: the block declares the variables and the exception `refused`.
"""

from __future__ import annotations

SAME_DATABASE = """
    v_step := 'identity';
    v_guard := 'G0';
    SELECT d.dbid, d.open_mode, d.database_role,
           CASE WHEN d.cdb = 'NO' THEN 0
                ELSE NVL((SELECT p.con_uid FROM SYS.V_$PDBS p
                           WHERE p.con_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID'))), 1)
           END
      INTO v_dbid, v_open_mode, v_role, v_con_uid
      FROM SYS.V_$DATABASE d;
    -- V$DATABASE need not tell how a pluggable database is open.
    SELECT NVL(MAX(p.open_mode), v_open_mode) INTO v_open_mode
      FROM SYS.V_$PDBS p
     WHERE p.con_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID')) AND p.open_mode <> 'READ WRITE';
    IF v_dbid <> :expected_dbid OR v_con_uid <> :expected_con_uid THEN
      v_reason := 'wrong_database';
      RAISE refused;
    END IF;
    IF v_open_mode <> 'READ WRITE' OR v_role <> 'PRIMARY' THEN
      v_reason := 'read_only';
      RAISE refused;
    END IF;
"""

ALL_INSTANCES_ANSWERED = """
    v_guard := 'G4';
    SELECT COUNT(*) INTO v_count
      FROM SYS.V_$ACTIVE_INSTANCES a
     WHERE a.inst_number NOT IN (SELECT g.inst_id FROM SYS.GV_$INSTANCE g)
       AND NOT EXISTS (SELECT 1 FROM SYS.GV_$PDBS p
                        WHERE p.inst_id = a.inst_number
                          AND p.con_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID'))
                          AND p.open_mode = 'MOUNTED');
    IF v_count > 0 THEN
      v_reason := 'instance_not_read';
      RAISE refused;
    END IF;
"""
