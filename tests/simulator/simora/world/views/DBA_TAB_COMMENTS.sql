SELECT o.owner_name AS owner, o.name AS table_name, DECODE(o.type#, 2, 'TABLE', 'VIEW') AS table_type,
       c.comment$ AS comments, o.con_id AS origin_con_id, o.con_id
  FROM obj$ o
  LEFT JOIN com$ c ON c.con_id = o.con_id AND c.obj# = o.obj# AND c.col# IS NULL
 WHERE o.type# IN (2, 4)
