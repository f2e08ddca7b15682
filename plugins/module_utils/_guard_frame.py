# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PL/SQL that all guarded blocks have in common: what they answer, and that they are where they are meant to be.

Parts of blocks: the block itself declares the exception `refused`.
"""

from __future__ import annotations

VARIABLES = """\
  v_status    VARCHAR2(30) := 'kept';
  v_guard     VARCHAR2(10);
  v_reason    VARCHAR2(30);
  v_step      VARCHAR2(30);
  v_code      NUMBER := 0;
  v_message   VARCHAR2(1000);
  v_dbid      NUMBER;
  v_con_uid   NUMBER;
  v_open_mode VARCHAR2(30);
  v_role      VARCHAR2(30);
"""
"""Declarations of what is answered, and of what the database is known by."""

ANSWER = """\
  :out_status := v_status;
  :out_guard := v_guard;
  :out_reason := v_reason;
  :out_step := v_step;
  :out_code := v_code;
  :out_message := v_message;
"""
"""The OUT binds of every guarded block; v_code is 0 where nothing failed."""

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
