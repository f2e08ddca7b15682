# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL blocks by which a session defines, starts, attaches to and watches a job. Values are binds, always."""

from __future__ import annotations

from typing import Union

from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, statement

Binds = dict[str, Union[str, int, float]]

FIELD_END, RECORD_END = "\x1f", "\x1e"
"""What the status block puts between the parts of a line, and between lines. No name and no message has either."""

SCHEMA = """
SELECT COUNT(*) AS users
  FROM SYS.ALL_USERS u
 WHERE u.username = :wanted_user
"""

EDITION = """
SELECT i.edition
  FROM SYS.V_$INSTANCE i
"""
"""EE, SE, SE2, XE and the like (Database Reference, V$INSTANCE)."""

VISIBLE_OBJECTS = """
SELECT o.object_type
  FROM SYS.ALL_OBJECTS o
 WHERE o.owner = :wanted_owner AND o.object_name = :wanted_name
"""

MY_PLACE = """
SELECT TO_NUMBER(SYS_CONTEXT('USERENV', 'INSTANCE')) AS instance_number,
       TO_NUMBER(SYS_CONTEXT('USERENV', 'SID')) AS sid,
       TO_NUMBER(SYS_CONTEXT('USERENV', 'SESSIONID')) AS audit_number,
       SYS_CONTEXT('USERENV', 'SESSION_USER') AS session_user,
       SYS_CONTEXT('USERENV', 'CLIENT_IDENTIFIER') AS client_name,
       SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME') AS db_unique_name,
       SYS_CONTEXT('USERENV', 'CON_NAME') AS con_name
  FROM SYS.DUAL
"""
"""Where a session is, by what every user may know."""

SESSIONS_AT = """
SELECT COUNT(*) AS sessions
  FROM SYS.GV_$SESSION s
 WHERE s.inst_id = :other_instance AND s.sid = :other_sid AND s.audsid = :other_audit_number
   AND s.username = :other_user AND s.client_identifier = :other_client_name
   AND NOT (s.inst_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'INSTANCE'))
            AND s.sid = TO_NUMBER(SYS_CONTEXT('USERENV', 'SID')))
"""

INSTANCES_NOT_READ = """
SELECT COUNT(*) AS instances
  FROM SYS.V_$ACTIVE_INSTANCES a
 WHERE a.inst_number NOT IN (SELECT g.inst_id FROM SYS.GV_$INSTANCE g)
   AND NOT EXISTS (SELECT 1 FROM SYS.GV_$PDBS p
                    WHERE p.inst_id = a.inst_number
                      AND p.con_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID'))
                      AND p.open_mode = 'MOUNTED')
"""
"""Those that are up, or at least have this container open, and do not answer queries on GV$ views."""

ATTACH = """
BEGIN
  :out_handle := SYS.DBMS_DATAPUMP.ATTACH(job_name => :target_job, job_owner => :target_owner);
END;
"""


def opening(call: Call) -> tuple[str, Binds]:
    """The block that makes an OPEN call and returns the handle in `out_handle`, and its binds."""
    text, binds = statement(call)
    return f"DECLARE\n  h NUMBER;\nBEGIN\n  {text}\n  :out_handle := h;\nEND;\n", binds


def calling(call: Call) -> tuple[str, Binds]:
    """The block that makes a call on the handle `job_handle`, and its other binds."""
    text, binds = statement(call)
    return f"DECLARE\n  h NUMBER := :job_handle;\nBEGIN\n  {text}\nEND;\n", binds


STATUS_TYPES = ("1220", "1020")
"""Versions of the status types, the newest first. Those of 10.2 are on every release, but have short names only."""

# A handle that is null asks for what the last failing OPEN or ATTACH said. The time is in UTC, which knows no clock
# change. Each list becomes one text, whose end is cut off when there is too much.
_STATUS = """
DECLARE
  c_field   CONSTANT VARCHAR2(1) := CHR(31);
  c_record  CONSTANT VARCHAR2(1) := CHR(30);
  v_state   VARCHAR2(30);
  v_status  SYS.KU$_STATUS{version};
  v_job     SYS.KU$_JOBSTATUS{version};
  v_worker  SYS.KU$_WORKERSTATUS{version};
  v_workers VARCHAR2(32767);
  v_files   VARCHAR2(32767);

  FUNCTION joined(p_lines SYS.KU$_LOGENTRY1010) RETURN VARCHAR2 IS
    v_text VARCHAR2(32767);
  BEGIN
    IF p_lines IS NOT NULL THEN
      FOR i IN 1 .. p_lines.COUNT LOOP
        v_text := SUBSTR(v_text || p_lines(i).errornumber || c_field || p_lines(i).logtext || c_record, 1, 30000);
      END LOOP;
    END IF;
    RETURN v_text;
  END joined;
BEGIN
  SYS.DBMS_DATAPUMP.GET_STATUS(
    handle => :job_handle, mask => :wanted_parts, timeout => :longest_wait, job_state => v_state, status => v_status);
  v_job := v_status.job_status;
  IF v_job IS NOT NULL THEN
    :out_name := v_job.job_name;
    :out_percent := v_job.percent_done;
    :out_bytes := v_job.bytes_processed;
    :out_total := v_job.total_bytes;
    :out_degree := v_job.degree;
    :out_errors := v_job.error_count;
    IF v_job.worker_status_list IS NOT NULL THEN
      FOR i IN 1 .. v_job.worker_status_list.COUNT LOOP
        v_worker := v_job.worker_status_list(i);
        v_workers := SUBSTR(v_workers || v_worker.process_name || c_field || v_worker.state
          || c_field || v_worker.schema || c_field || v_worker.name || c_field || v_worker.object_type
          || c_field || v_worker.completed_objects || c_field || v_worker.total_objects
          || c_field || v_worker.completed_rows || c_field || v_worker.percent_done || c_record, 1, 30000);
      END LOOP;
    END IF;
    IF v_job.files IS NOT NULL THEN
      FOR i IN 1 .. v_job.files.COUNT LOOP
        v_files := SUBSTR(v_files || v_job.files(i).file_name || c_field || v_job.files(i).file_type
          || c_field || v_job.files(i).file_bytes_written || c_record, 1, 30000);
      END LOOP;
    END IF;
  END IF;
  :out_state := v_state;
  :out_time := CAST(SYS_EXTRACT_UTC(SYSTIMESTAMP) AS DATE);
  :out_workers := v_workers;
  :out_files := v_files;
  :out_messages := joined(v_status.wip);
  :out_problems := joined(v_status.error);
END;
"""


def status(version: str) -> str:
    """The block that asks for the status of a job, with one version of the types."""
    return _STATUS.replace("{version}", version)
