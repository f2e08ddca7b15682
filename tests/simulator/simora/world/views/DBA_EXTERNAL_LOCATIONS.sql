SELECT o.owner_name AS owner, o.name AS table_name, l.name AS location, 'SYS' AS directory_owner, l.dir AS directory_name,
       o.con_id
  FROM external_location$ l, obj$ o
 WHERE o.con_id = l.con_id
   AND o.obj# = l.obj#
