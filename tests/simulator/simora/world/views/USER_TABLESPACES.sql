SELECT DISTINCT d.tablespace_name, d.block_size, d.initial_extent, d.next_extent, d.min_extents, d.max_extents, d.status,
       d.contents, d.logging, d.extent_management, d.allocation_type, d.segment_space_management, d.bigfile
  FROM dba_tablespaces d
