SELECT t.owner, t.type_name, CAST(NULL AS VARCHAR2(128)) AS package_name, t.type_oid, t.typecode, t.attributes,
       'NO' AS contains_plsql
  FROM all_types t
 WHERE 1 = 0
