SELECT c.con_id AS pdb_id, c.name AS pdb_name, c.dbid, c.con_uid, c.guid, 'NORMAL' AS status, c.con_id
  FROM cdb_x_container c
 WHERE c.con_id > 1
