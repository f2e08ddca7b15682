SELECT c.owner_name AS owner, c.name AS constraint_name, o.name AS table_name, l.name AS column_name, k.pos# AS position,
       c.con_id
  FROM ccol$ k
  JOIN con$ c ON c.con_id = k.con_id AND c.con# = k.con#
  JOIN obj$ o ON o.con_id = k.con_id AND o.obj# = k.obj#
  JOIN col$ l ON l.con_id = k.con_id AND l.obj# = k.obj# AND l.segcol# = k.col#
