SELECT d.table_name, d.tablespace_name, d.cluster_name, d.iot_name, d.status, d.pct_free, d.logging, d.backed_up,
       d.num_rows, d.blocks, d.empty_blocks, d.avg_row_len, d.last_analyzed, d.partitioned, d.iot_type, d.temporary,
       d.secondary, d.nested, d.buffer_pool, d.row_movement, d.duration, d.compression, d.dropped, d.read_only,
       d.segment_created, d.external
  FROM dba_tables d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
