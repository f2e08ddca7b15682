SELECT o.owner_name AS owner, o.name AS type_name, t.toid AS type_oid, t.typecode, t.attributes, 0 AS methods,
       CASE WHEN o.oracle_maintained = 'Y' THEN 'YES' ELSE 'NO' END AS predefined, 'NO' AS incomplete,
       'YES' AS final, 'YES' AS instantiable, CAST(NULL AS VARCHAR2(128)) AS supertype_owner,
       CAST(NULL AS VARCHAR2(128)) AS supertype_name, 0 AS local_attributes, 0 AS local_methods,
       CAST(NULL AS RAW(16)) AS typeid
  FROM type$ t
  JOIN obj$ o ON o.con_id = t.con_id AND o.obj# = t.obj#
