SELECT d.type_name, d.attr_name, d.attr_type_mod, d.attr_type_owner, d.attr_type_name, d.length, d.precision, d.scale,
       d.character_set_name, d.attr_no, d.inherited
  FROM dba_type_attrs d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
