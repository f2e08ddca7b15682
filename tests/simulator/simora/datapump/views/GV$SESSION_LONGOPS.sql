SELECT l.inst_id, l.sid, l.serial#, l.opname, NULL AS target, l.target_desc, l.sofar, l.totalwork, l.units, l.start_time,
       l.last_update_time, NULL AS time_remaining,
       ROUND((l.last_update_time - l.start_time) * 86400) AS elapsed_seconds,
       l.opname || ': ' || l.target_desc || ' : ' || l.sofar || ' out of ' || l.totalwork || ' MB done' AS message,
       l.username, l.con_id
  FROM x_session_longops l
