SELECT s.name AS tablespace_name, s.blocksize AS block_size, 65536 AS initial_extent, CAST(NULL AS NUMBER) AS next_extent,
       1 AS min_extents, 2147483645 AS max_extents, s.status, s.contents, 'LOGGING' AS logging, 'NO' AS force_logging,
       'LOCAL' AS extent_management, 'SYSTEM' AS allocation_type,
       DECODE(s.name, 'SYSTEM', 'MANUAL', 'AUTO') AS segment_space_management,
       'DISABLED' AS def_tab_compression, 'NOT APPLY' AS retention, s.bigfile, 'NO' AS encrypted, s.con_id
  FROM ts$ s
