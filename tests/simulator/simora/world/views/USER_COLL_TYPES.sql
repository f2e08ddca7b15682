SELECT d.type_name, d.coll_type, d.upper_bound, d.elem_type_mod, d.elem_type_owner, d.elem_type_name, d.length,
       d.precision, d.scale, d.character_set_name, d.elem_storage, d.nulls_stored
  FROM dba_coll_types d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
