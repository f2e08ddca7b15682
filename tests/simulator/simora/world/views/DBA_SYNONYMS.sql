SELECT o.owner_name AS owner, o.name AS synonym_name, s.owner AS table_owner, s.name AS table_name, s.node AS db_link,
       o.con_id AS origin_con_id, o.con_id
  FROM syn$ s
  JOIN obj$ o ON o.con_id = s.con_id AND o.obj# = s.obj#
