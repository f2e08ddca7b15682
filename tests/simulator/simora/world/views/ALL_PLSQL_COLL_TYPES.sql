SELECT c.owner, c.type_name, CAST(NULL AS VARCHAR2(128)) AS package_name, c.coll_type, c.upper_bound, c.elem_type_owner,
       c.elem_type_name, CAST(NULL AS VARCHAR2(128)) AS elem_type_package, c.length, c.precision, c.scale,
       c.character_set_name, c.elem_storage, c.nulls_stored, CAST(NULL AS VARCHAR2(32)) AS index_by
  FROM all_coll_types c
 WHERE 1 = 0
