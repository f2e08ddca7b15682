SELECT d.queue_table, d.type, d.object_type, d.sort_order, d.recipients, d.message_grouping, d.compatible,
       d.primary_instance, d.secondary_instance, d.owner_instance
  FROM dba_queue_tables d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
