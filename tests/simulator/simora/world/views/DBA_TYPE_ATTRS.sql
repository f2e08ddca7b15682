SELECT o.owner_name AS owner, o.name AS type_name, a.name AS attr_name, CAST(NULL AS VARCHAR2(7)) AS attr_type_mod,
       a.attr_owner AS attr_type_owner, a.attr_type AS attr_type_name, a.length, a.precision# AS precision, a.scale,
       CASE WHEN a.attr_type IN ('CHAR', 'VARCHAR2', 'CLOB') THEN 'CHAR_CS'
            WHEN a.attr_type IN ('NCHAR', 'NVARCHAR2', 'NCLOB') THEN 'NCHAR_CS' END AS character_set_name,
       a.attribute# AS attr_no, 'NO' AS inherited
  FROM attribute$ a
  JOIN obj$ o ON o.con_id = a.con_id AND o.obj# = a.obj#
