SELECT s.inst_id, s.saddr AS addr, 0 AS xidusn, s.sid AS xidslot, 0 AS xidsqn, 'ACTIVE' AS status, s.saddr AS ses_addr,
       s.con_id
  FROM cdb_x_session s
 WHERE EXISTS (SELECT 1 FROM cdb_x_lock l WHERE l.sid = s.sid AND l.type = 'TR' AND l.lmode > 0)
