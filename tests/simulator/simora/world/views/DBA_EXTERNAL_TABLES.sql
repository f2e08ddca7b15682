SELECT o.owner_name AS owner, o.name AS table_name, 'SYS' AS type_owner, e.type$ AS type_name,
       'SYS' AS default_directory_owner, e.default_dir AS default_directory_name, e.reject_limit,
       DECODE(e.access_parameters, NULL, 'CLOB', 'BLOB') AS access_type, e.access_parameters, 'REFERENCED' AS property,
       o.con_id
  FROM external_tab$ e, obj$ o
 WHERE o.con_id = e.con_id
   AND o.obj# = e.obj#
