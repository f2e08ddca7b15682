SELECT o.owner_name AS owner, o.name AS table_name, l.name AS column_name, c.comment$ AS comments,
       o.con_id AS origin_con_id, o.con_id
  FROM obj$ o
  JOIN col$ l ON l.con_id = o.con_id AND l.obj# = o.obj#
  LEFT JOIN com$ c ON c.con_id = l.con_id AND c.obj# = l.obj# AND c.col# = l.segcol#
 WHERE o.type# IN (2, 4)
