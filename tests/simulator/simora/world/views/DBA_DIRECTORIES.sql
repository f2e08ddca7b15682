SELECT o.owner_name AS owner, o.name AS directory_name, d.os_path AS directory_path, o.con_id AS origin_con_id, o.con_id
  FROM dir$ d
  JOIN obj$ o ON o.con_id = d.con_id AND o.obj# = d.obj#
