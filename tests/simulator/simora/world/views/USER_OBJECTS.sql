SELECT d.object_name, d.subobject_name, d.object_id, d.data_object_id, d.object_type, d.created, d.last_ddl_time,
       d.timestamp, d.status, d.temporary, d.generated, d.secondary, d.namespace, d.edition_name, d.sharing,
       d.editionable, d.oracle_maintained
  FROM dba_objects d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
