SELECT s.inst_id, c.con_id, c.dbid, c.con_uid, c.guid, c.name, s.open_mode, s.restricted, s.open_time,
       c.created AS creation_time, 104857600 AS total_size, 8192 AS block_size, 'ENABLED' AS recovery_status
  FROM cdb_x_container_state s
  JOIN cdb_x_container c ON c.con_id = s.con_id
  JOIN x_instance i ON i.inst_id = s.inst_id
 WHERE c.con_id > 1
   AND i.status <> 'SHUTDOWN'
