# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL block that ends a live job and lets Oracle drop its master table: the only one that passes keep_master."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._attach import (
    LIVE_AND_THE_SAME,
    LOOK_WHILE_ATTACHED,
    NOT_COMPLETING,
)

# Runs as the owner of the job, who may be any user: USER_ views only. A live job is known again by the number of its
# master table, before and after attaching: for an export this call deletes dump files, and a name can change hands.
KILL = (
    """
DECLARE
  c_name      CONSTANT VARCHAR2(128) := :target_job;
  c_owner     CONSTANT VARCHAR2(128) := :target_owner;
  c_object_id CONSTANT NUMBER := :target_number;
  c_operation CONSTANT VARCHAR2(30) := :reviewed_operation;
  c_clients   CONSTANT NUMBER := :accepts_clients;
  c_own       CONSTANT NUMBER := 0;
  refused     EXCEPTION;
  v_status    VARCHAR2(30) := 'kept';
  v_reason    VARCHAR2(30);
  v_step      VARCHAR2(30) := 'evidence';
  v_code      NUMBER := 0;
  v_message   VARCHAR2(1000);
  v_count     NUMBER;
  v_state     VARCHAR2(128);
  v_found     VARCHAR2(128);
  v_operation VARCHAR2(128);
  v_attached  NUMBER;
  v_number    NUMBER;
  v_handle    NUMBER;
  v_detail    SYS.KU$_STATUS1020;
BEGIN
  BEGIN
    IF SYS_CONTEXT('USERENV', 'CURRENT_USER') <> c_owner THEN
      v_reason := 'not_the_owner';
      RAISE refused;
    END IF;
    SELECT COUNT(*), MAX(j.state), MAX(RTRIM(j.operation)), MAX(j.attached_sessions)
      INTO v_count, v_state, v_operation, v_attached
      FROM SYS.USER_DATAPUMP_JOBS j WHERE j.job_name = c_name;
    IF v_count <> 1 THEN
      v_reason := CASE WHEN v_count = 0 THEN 'not_listed' ELSE 'ambiguous' END;
      RAISE refused;
    END IF;
    SELECT MAX(o.object_id) INTO v_number
      FROM SYS.USER_OBJECTS o WHERE o.object_name = c_name AND o.object_type = 'TABLE';
    IF v_number IS NULL OR v_number <> c_object_id OR v_operation <> c_operation THEN
      v_reason := 'another_job';
      RAISE refused;
    END IF;
    IF v_state IS NULL OR v_state NOT IN ('DEFINING', 'EXECUTING', 'IDLING', 'STOP PENDING') THEN
      v_reason := 'state_changed';
      RAISE refused;
    END IF;
    IF v_attached > 0 AND c_clients = 0 THEN
      v_reason := 'clients_attached';
      RAISE refused;
    END IF;

    v_step := 'attach';
    v_handle := SYS.DBMS_DATAPUMP.ATTACH(job_name => c_name, job_owner => c_owner);"""
    + LOOK_WHILE_ATTACHED
    + LIVE_AND_THE_SAME
    + """    v_step := 'stop';
    SYS.DBMS_DATAPUMP.STOP_JOB(handle => v_handle, immediate => 1, keep_master => 0, delay => :stop_delay);
"""
    + NOT_COMPLETING
    + """    v_status := 'stopping';
  EXCEPTION
    WHEN refused THEN
      NULL;
    WHEN OTHERS THEN
      v_code := SQLCODE;
      v_message := SUBSTR(SQLERRM, 1, 1000);
      v_status := 'error';
  END;
  :out_status := v_status;
  :out_reason := v_reason;
  :out_step := v_step;
  :out_code := v_code;
  :out_message := v_message;
  :out_state := v_state;
END;
"""
)
