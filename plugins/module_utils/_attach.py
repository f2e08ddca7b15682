# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL block that attaches to a job and stops it, and the one that waits."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils import _guard_rows
from ansible_collections.dbops.datapump.plugins.module_utils._guard_rows import chain_of_rows

LOOK_WHILE_ATTACHED = """
    v_found := v_state;
    v_step := 'look';
    SYS.DBMS_DATAPUMP.GET_STATUS(
      handle => v_handle, mask => 8, timeout => 0, job_state => v_state, status => v_detail);
    SELECT MAX(o.object_id) INTO v_number
      FROM SYS.USER_OBJECTS o WHERE o.object_name = c_name AND o.object_type = 'TABLE';
    -- One that the list shows by its table alone cannot be judged by it.
    SELECT COUNT(CASE WHEN j.state <> 'NOT RUNNING' THEN 1 END), NVL(MAX(j.attached_sessions), 0)
      INTO v_count, v_attached
      FROM SYS.USER_DATAPUMP_JOBS j WHERE j.job_name = c_name;
"""
"""The state, master table and clients of a job that the block has attached to; `v_found` is its state before that."""

LIVE_AND_THE_SAME = """
      v_reason := CASE
        WHEN NVL(v_number, 0) <> NVL(c_object_id, 0) THEN 'another_job'
        WHEN v_count <> 1 THEN 'not_listed'
        WHEN v_state = 'IDLING' AND v_attached <= c_own + 1 THEN 'came_to_rest'
        WHEN v_state <> v_found THEN 'state_changed'
        WHEN v_attached > c_own + 1 AND c_clients = 0 THEN 'clients_attached'
      END;
      IF v_reason IS NOT NULL THEN
        SYS.DBMS_DATAPUMP.DETACH(v_handle);
        RAISE refused;
      END IF;
"""
"""Refuses unless a live job is the one that was looked at before. One that idles for this session alone had come to
rest by then: it is at rest again when it is left."""

NOT_COMPLETING = """
    -- While a job completes, STOP_JOB only detaches.
    v_step := 'after';
    SELECT MAX(j.state) INTO v_state FROM SYS.USER_DATAPUMP_JOBS j WHERE j.job_name = c_name;
    IF v_state IN ('COMPLETING', 'COMPLETED') THEN
      v_reason := 'completing';
      RAISE refused;
    END IF;
"""

# Runs as the owner of the job, who may be any user: USER_ views only. STOP_JOB is never told what to do with the master
# table, for if the name had been taken by an export since, asking for its deletion would delete that one's dump files.
# Detaching from a job that is being defined would delete it, so such a job is not attached to in the first place.
# An entry that has a master table too is removed only if that table is the one reviewed, down to its control rows,
# because attaching brings such a job to life for a moment. It idles then, and ends when its last client leaves: what
# STOP_JOB does in that state is to detach. So it is detached from, never stopped: who attaches after the look and
# starts it keeps a job that runs.
# A session of this run that was attached beforehand is no client to be asked about; it found none when it attached.
# Between the look at a live job and attaching to it anything may happen to it: so it is looked at again, attached.
STOP = (
    """
DECLARE
  c_name      CONSTANT VARCHAR2(128) := :target_job;
  c_owner     CONSTANT VARCHAR2(128) := :target_owner;
  c_removal   CONSTANT NUMBER := :wants_removal;
  c_loss      CONSTANT NUMBER := :accepts_loss;
  c_clients   CONSTANT NUMBER := :accepts_clients;
  c_object_id CONSTANT NUMBER := :target_number;
  c_rows      CONSTANT VARCHAR2(64) := :reviewed_rows;
  c_instance  CONSTANT NUMBER := :holding_instance;
  c_own       CONSTANT NUMBER := :own_clients;
  refused     EXCEPTION;
  v_status    VARCHAR2(30) := 'kept';
  v_reason    VARCHAR2(30);
  v_step      VARCHAR2(30) := 'evidence';
  v_code      NUMBER := 0;
  v_message   VARCHAR2(1000);
  v_count     NUMBER;
  v_state     VARCHAR2(128);
  v_found     VARCHAR2(128);
  v_mode      VARCHAR2(128);
  v_attached  NUMBER;
  v_number    NUMBER;
  v_quoted    VARCHAR2(300);
  v_handle    NUMBER;
  v_detail    SYS.KU$_STATUS1020;"""
    + _guard_rows.DECLARATIONS
    + """BEGIN
  BEGIN
    IF SYS_CONTEXT('USERENV', 'CURRENT_USER') <> c_owner THEN
      v_reason := 'not_the_owner';
      RAISE refused;
    END IF;
    IF c_removal = 1 AND TO_NUMBER(SYS_CONTEXT('USERENV', 'INSTANCE')) <> c_instance THEN
      -- Elsewhere the entry cannot be reached, and a job of its name started there would be met instead.
      v_reason := 'other_instance';
      RAISE refused;
    END IF;
    SELECT COUNT(*), MAX(j.state), MAX(RTRIM(j.job_mode)), MAX(j.attached_sessions)
      INTO v_count, v_state, v_mode, v_attached
      FROM SYS.USER_DATAPUMP_JOBS j WHERE j.job_name = c_name;
    IF v_count <> 1 THEN
      v_reason := CASE WHEN v_count = 0 THEN 'not_listed' ELSE 'ambiguous' END;
      RAISE refused;
    END IF;
    SELECT MAX(o.object_id) INTO v_number
      FROM SYS.USER_OBJECTS o WHERE o.object_name = c_name AND o.object_type = 'TABLE';
    IF c_removal = 1 THEN
      IF v_state IS NULL OR v_state <> 'NOT RUNNING' THEN
        v_reason := 'running';
        RAISE refused;
      END IF;
    END IF;
    IF NVL(v_number, 0) <> NVL(c_object_id, 0) THEN
      v_reason := CASE WHEN c_removal = 1 THEN 'has_master_table' ELSE 'another_job' END;
      RAISE refused;
    END IF;
    IF c_removal = 1 THEN
      IF c_object_id IS NOT NULL THEN
        v_quoted := SYS.DBMS_ASSERT.ENQUOTE_NAME(c_name, FALSE);"""
    + chain_of_rows("FROM SYS.USER_TAB_COLUMNS c WHERE c.table_name = c_name")
    + """        IF NVL(v_chain, '-') <> NVL(c_rows, '?') THEN
          v_reason := 'changed';
          RAISE refused;
        END IF;
      END IF;
    ELSE
      IF v_state IS NULL OR v_state NOT IN ('DEFINING', 'EXECUTING', 'IDLING', 'STOP PENDING') THEN
        v_reason := 'state_changed';
        RAISE refused;
      END IF;
      IF (v_state = 'DEFINING' OR v_mode = 'TRANSPORTABLE') AND c_loss = 0 THEN
        v_reason := 'job_would_be_lost';
        RAISE refused;
      END IF;
      IF v_attached > c_own AND c_clients = 0 THEN
        v_reason := 'clients_attached';
        RAISE refused;
      END IF;
    END IF;

    v_step := 'attach';
    v_handle := SYS.DBMS_DATAPUMP.ATTACH(job_name => c_name, job_owner => c_owner);"""
    + LOOK_WHILE_ATTACHED
    + """    IF c_removal = 1 THEN
      IF NVL(v_number, 0) <> NVL(c_object_id, 0) OR v_count <> 1
         OR v_state IN ('DEFINING', 'EXECUTING', 'COMPLETING', 'STOP PENDING', 'STOPPING') OR v_attached > 1 THEN
        SYS.DBMS_DATAPUMP.DETACH(v_handle);
        v_reason := 'came_alive';
        RAISE refused;
      END IF;
    ELSE"""
    + LIVE_AND_THE_SAME
    + """    END IF;
    v_step := 'stop';
    IF c_removal = 1 AND c_object_id IS NOT NULL THEN
      SYS.DBMS_DATAPUMP.DETACH(v_handle);
    ELSE
      SYS.DBMS_DATAPUMP.STOP_JOB(handle => v_handle, immediate => :stop_immediately, delay => :stop_delay);
    END IF;
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

SLEEP = "BEGIN SYS.DBMS_SESSION.SLEEP(:sleep_seconds); END;"
"""Waits on the server, which has been possible without a grant since 18c."""
