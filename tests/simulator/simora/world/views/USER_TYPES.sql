SELECT d.type_name, d.type_oid, d.typecode, d.attributes, d.methods, d.predefined, d.incomplete, d.final,
       d.instantiable, d.supertype_owner, d.supertype_name, d.local_attributes, d.local_methods, d.typeid
  FROM dba_types d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
