SELECT d.tablespace_name, d.bytes, d.max_bytes, d.blocks, d.max_blocks, d.dropped
  FROM dba_ts_quotas d
 WHERE d.username = SYS_CONTEXT('USERENV', 'CURRENT_USER')
