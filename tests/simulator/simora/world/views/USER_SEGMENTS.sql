SELECT d.segment_name, d.partition_name, d.segment_type, d.segment_subtype, d.tablespace_name, d.bytes, d.blocks,
       d.extents, d.initial_extent, d.next_extent, d.min_extents, d.max_extents, d.buffer_pool
  FROM dba_segments d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
