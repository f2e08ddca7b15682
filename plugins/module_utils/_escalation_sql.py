# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL blocks of the session that is attached to a job beforehand, to make a pending stop of it immediate."""

from __future__ import annotations

# Runs as the owner of the job, who may be any user: USER_ views only. Both blocks judge the same, each for the state in
# which it acts: the job is the one reviewed, by the number of its master table; it can be restarted; and no client is
# attached to it but {own} of this run. The handle is of one job only, so what it answers is about that job. STOP_JOB is
# never told what to do with the master table.
_BLOCK = """
DECLARE
  c_name      CONSTANT VARCHAR2(128) := :target_job;
  c_owner     CONSTANT VARCHAR2(128) := :target_owner;
  c_object_id CONSTANT NUMBER := :target_number;
  c_clients   CONSTANT NUMBER := :accepts_clients;
  refused     EXCEPTION;
  v_status    VARCHAR2(30) := 'kept';
  v_reason    VARCHAR2(30);
  v_step      VARCHAR2(30) := 'evidence';
  v_code      NUMBER := 0;
  v_message   VARCHAR2(1000);
  v_count     NUMBER;
  v_state     VARCHAR2(128);
  v_mode      VARCHAR2(128);
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
    SELECT COUNT(*), MAX(j.state), MAX(RTRIM(j.job_mode)), MAX(j.attached_sessions)
      INTO v_count, v_state, v_mode, v_attached
      FROM SYS.USER_DATAPUMP_JOBS j WHERE j.job_name = c_name;
    IF v_count <> 1 THEN
      v_reason := CASE WHEN v_count = 0 THEN 'not_listed' ELSE 'ambiguous' END;
      RAISE refused;
    END IF;
    SELECT MAX(o.object_id) INTO v_number
      FROM SYS.USER_OBJECTS o WHERE o.object_name = c_name AND o.object_type = 'TABLE';
    IF v_number IS NULL OR v_number <> c_object_id THEN
      v_reason := 'another_job';
      RAISE refused;
    END IF;
    IF v_mode = 'TRANSPORTABLE' THEN
      v_reason := 'job_would_be_lost';
      RAISE refused;
    END IF;
    IF v_state IS NULL OR v_state <> '{state}' THEN
      v_reason := 'state_changed';
      RAISE refused;
    END IF;
    IF v_attached > {own} AND c_clients = 0 THEN
      v_reason := 'clients_attached';
      RAISE refused;
    END IF;
{action}
    v_status := '{done}';
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
  :out_handle := v_handle;
END;
"""

_ATTACH = """
    v_step := 'attach';
    v_handle := SYS.DBMS_DATAPUMP.ATTACH(job_name => c_name, job_owner => c_owner);"""

_ESCALATE = """
    v_handle := :job_handle;
    v_step := 'look';
    SYS.DBMS_DATAPUMP.GET_STATUS(
      handle => v_handle, mask => 8, timeout => 0, job_state => v_state, status => v_detail);
    IF v_state IS NULL OR v_state <> 'STOP PENDING' THEN
      v_reason := 'state_changed';
      RAISE refused;
    END IF;
    v_step := 'stop';
    SYS.DBMS_DATAPUMP.STOP_JOB(handle => v_handle, immediate => 1, delay => :stop_delay);"""


def _block(state: str, own: int, action: str, done: str) -> str:
    parts = {"{state}": state, "{own}": str(own), "{action}": action, "{done}": done}
    text = _BLOCK
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


ATTACH_BEFOREHAND = _block("EXECUTING", 0, _ATTACH, "attached")
"""Attach to a job that works, before it is told to stop: in STOP PENDING nobody can attach any more (Table 6-1)."""

ESCALATE = _block("STOP PENDING", 1, _ESCALATE, "stopping")
"""Make the pending stop immediate, over the handle from before. One client is this session itself."""
