SELECT d.index_name, d.index_type, d.table_owner, d.table_name, d.table_type, d.uniqueness, d.compression,
       d.prefix_length, d.tablespace_name, d.logging, d.status, d.partitioned, d.temporary, d.generated, d.secondary,
       d.funcidx_status, d.dropped, d.visibility
  FROM dba_indexes d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
