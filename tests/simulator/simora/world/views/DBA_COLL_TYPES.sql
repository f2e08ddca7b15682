SELECT o.owner_name AS owner, o.name AS type_name, c.coll_type, c.upper_bound, CAST(NULL AS VARCHAR2(7)) AS elem_type_mod,
       c.elem_owner AS elem_type_owner, c.elem_type AS elem_type_name, c.length, c.precision# AS precision, c.scale,
       CASE WHEN c.elem_type IN ('CHAR', 'VARCHAR2', 'CLOB') THEN 'CHAR_CS'
            WHEN c.elem_type IN ('NCHAR', 'NVARCHAR2', 'NCLOB') THEN 'NCHAR_CS' END AS character_set_name,
       'YES' AS elem_storage, 'YES' AS nulls_stored
  FROM collection$ c
  JOIN obj$ o ON o.con_id = c.con_id AND o.obj# = c.obj#
