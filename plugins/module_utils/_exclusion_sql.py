# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What takes, gives back and looks for the lock by which two runs take turns in one container.

A lock of DBMS_LOCK belongs to its session and ends with it, and DDL does not release it. ALLOCATE_UNIQUE commits, so it
is called only when something is about to be changed. A handle begins with the ten digits of the lock's number.
"""

from __future__ import annotations

ACQUIRE = """
DECLARE
  v_handle VARCHAR2(128);
BEGIN
  SYS.DBMS_LOCK.ALLOCATE_UNIQUE(lockname => :lock_name, lockhandle => v_handle);
  :out_result := SYS.DBMS_LOCK.REQUEST(
    lockhandle => v_handle, lockmode => 6, timeout => :lock_wait, release_on_commit => FALSE);
  :out_handle := v_handle;
END;
"""

RELEASE = """
DECLARE
  v_result NUMBER;
BEGIN
  v_result := SYS.DBMS_LOCK.RELEASE(lockhandle => :lock_handle);
END;
"""

HOLDER = """
SELECT s.inst_id, s.sid, s.serial# AS serial_number, s.username, s.client_identifier
  FROM SYS.GV_$LOCK l
  JOIN SYS.GV_$SESSION s ON s.inst_id = l.inst_id AND s.sid = l.sid
 WHERE l.type = 'UL' AND l.id1 = :lock_number AND l.lmode = 6
"""
