SELECT l.inst_id, 0 AS xidusn, 0 AS xidslot, 0 AS xidsqn, l.id1 AS object_id, l.sid AS session_id,
       s.username AS oracle_username, s.osuser AS os_user_name, s.process, l.lmode AS locked_mode, l.con_id
  FROM cdb_x_lock l
  JOIN cdb_x_session s ON s.sid = l.sid
 WHERE l.type = 'TM'
   AND l.lmode > 0
