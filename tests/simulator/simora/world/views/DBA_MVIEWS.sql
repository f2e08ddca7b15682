SELECT o.owner_name AS owner, o.name AS mview_name, o.name AS container_name, s.query, LENGTH(s.query) AS query_len,
       'N' AS updatable, 'DISABLED' AS rewrite_enabled, 'DEMAND' AS refresh_mode, 'FORCE' AS refresh_method,
       'IMMEDIATE' AS build_mode, 'VALID' AS compile_state, o.con_id
  FROM snap$ s
  JOIN obj$ o ON o.con_id = s.con_id AND o.obj# = s.obj#
