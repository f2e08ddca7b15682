SELECT d.object_name, d.original_name, d.operation, d.type, d.ts_name, d.createtime, d.droptime, d.dropscn,
       d.partition_name, d.can_undrop, d.can_purge, d.related, d.base_object, d.purge_object, d.space
  FROM dba_recyclebin d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
