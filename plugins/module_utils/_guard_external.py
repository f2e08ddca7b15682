# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL block that drops an external table which a worker of Data Pump left behind.

While a job runs, its workers' external tables look the same as those that were left. So nothing of any job of the owner
may be alive, on any instance. The recycle bin never holds external tables; the files behind them are not touched.
"""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._guard_frame import (
    ALL_INSTANCES_ANSWERED,
    ANSWER,
    SAME_DATABASE,
    VARIABLES,
)

GUARDED_DROP_EXTERNAL = (
    """
DECLARE
  c_object_id CONSTANT NUMBER := :target_number;
  c_age       CONSTANT NUMBER := :required_age;
  refused     EXCEPTION;
  busy        EXCEPTION;
  PRAGMA EXCEPTION_INIT(busy, -54);
"""
    + VARIABLES
    + """  v_owner     VARCHAR2(128);
  v_table     VARCHAR2(128);
  v_created   DATE;
  v_changed   DATE;
  v_count     NUMBER;
BEGIN
  BEGIN
"""
    + SAME_DATABASE
    + """
    v_guard := 'G1';
    SELECT COUNT(*), MAX(o.owner), MAX(o.object_name), MAX(o.created), MAX(o.last_ddl_time)
      INTO v_count, v_owner, v_table, v_created, v_changed
      FROM SYS.DBA_OBJECTS o WHERE o.object_id = c_object_id AND o.object_type = 'TABLE';
    IF v_count = 0 THEN
      v_reason := 'no_such_object';
      RAISE refused;
    END IF;
    IF v_owner <> :expected_owner OR v_table <> :expected_table THEN
      v_reason := 'renamed';
      RAISE refused;
    END IF;

    v_step := 'session';
    v_guard := 'G10';
    EXECUTE IMMEDIATE 'ALTER SESSION SET ddl_lock_timeout = 0';

    v_step := 'evidence';
    v_guard := 'G6';
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_EXTERNAL_TABLES e
     WHERE e.owner = v_owner AND e.table_name = v_table AND e.type_name = 'ORACLE_DATAPUMP';
    IF v_count <> 1 OR SUBSTR(v_table, 1, 3) <> 'ET$' THEN
      v_reason := 'not_of_datapump';
      RAISE refused;
    END IF;

    v_guard := 'G2';
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_DATAPUMP_JOBS j
     WHERE j.owner_name = v_owner AND (j.state IS NULL OR j.state <> 'NOT RUNNING');
    IF v_count > 0 THEN
      v_reason := 'live_job';
      RAISE refused;
    END IF;
    v_guard := 'G3';
    SELECT COUNT(*) INTO v_count FROM SYS.GV_$DATAPUMP_JOB g WHERE g.owner_name = v_owner;
    IF v_count > 0 THEN
      v_reason := 'live_job';
      RAISE refused;
    END IF;
    SELECT COUNT(*) INTO v_count
      FROM SYS.GV_$DATAPUMP_SESSION s
     WHERE NOT EXISTS (SELECT 1 FROM SYS.GV_$DATAPUMP_JOB g WHERE g.job_id = s.job_id);
    IF v_count > 0 THEN
      v_reason := 'session_alive';
      RAISE refused;
    END IF;
    SELECT COUNT(*) INTO v_count
      FROM SYS.GV_$SESSION s
     WHERE s.module IN ('Data Pump Master', 'Data Pump Worker') AND NVL(s.username, v_owner) = v_owner;
    IF v_count > 0 THEN
      v_reason := 'live_job';
      RAISE refused;
    END IF;
"""
    + ALL_INSTANCES_ANSWERED
    + """
    v_guard := 'G8';
    IF v_created IS NULL OR v_changed IS NULL OR GREATEST(v_created, v_changed) > SYSDATE THEN
      v_reason := 'clock';
      RAISE refused;
    END IF;
    IF (SYSDATE - GREATEST(v_created, v_changed)) * 86400 < c_age THEN
      v_reason := 'too_young';
      RAISE refused;
    END IF;

    v_step := 'drop';
    v_guard := 'D1';
    EXECUTE IMMEDIATE 'DROP TABLE ' || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.'
      || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_table, FALSE);

    v_step := 'proof';
    v_guard := 'V1';
    v_status := 'unproven';
    v_reason := 'still_there';
    SELECT COUNT(*) INTO v_count FROM SYS.DBA_OBJECTS o WHERE o.object_id = c_object_id;
    IF v_count = 0 THEN
      v_status := 'dropped';
      v_reason := NULL;
      v_guard := NULL;
    END IF;
  EXCEPTION
    WHEN refused THEN
      NULL;
    WHEN busy THEN
      v_reason := 'busy';
      v_code := SQLCODE;
    WHEN OTHERS THEN
      v_code := SQLCODE;
      v_message := SUBSTR(SQLERRM, 1, 1000);
      v_status := CASE WHEN v_step = 'proof' THEN v_status ELSE 'error' END;
  END;
"""
    + ANSWER
    + "END;\n"
)
