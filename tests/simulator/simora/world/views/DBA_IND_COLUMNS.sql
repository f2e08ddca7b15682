SELECT o.owner_name AS index_owner, o.name AS index_name, t.owner_name AS table_owner, t.name AS table_name,
       c.name AS column_name, i.pos# AS column_position, c.length AS column_length, c.charlength AS char_length,
       'ASC' AS descend, o.con_id
  FROM icol$ i, obj$ o, obj$ t, col$ c
 WHERE o.con_id = i.con_id
   AND o.obj# = i.obj#
   AND t.con_id = i.con_id
   AND t.obj# = i.bo#
   AND c.con_id = i.con_id
   AND c.obj# = i.bo#
   AND c.segcol# = i.col#
