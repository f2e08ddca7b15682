SELECT o.owner_name AS owner, o.name AS segment_name, o.subname AS partition_name, g.type AS segment_type,
       'ASSM' AS segment_subtype, s.name AS tablespace_name, 4 AS header_file, g.obj# AS header_block, g.bytes,
       g.blocks, g.extents, 65536 AS initial_extent, 1048576 AS next_extent, 1 AS min_extents, 2147483645 AS max_extents,
       4 AS relative_fno, 'DEFAULT' AS buffer_pool, o.con_id
  FROM seg$ g, obj$ o, ts$ s
 WHERE o.con_id = g.con_id
   AND o.obj# = g.obj#
   AND s.con_id = g.con_id
   AND s.ts# = g.ts#
