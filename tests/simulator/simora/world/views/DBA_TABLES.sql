SELECT o.owner_name AS owner, o.name AS table_name, s.name AS tablespace_name, CAST(NULL AS VARCHAR2(128)) AS cluster_name,
       CAST(NULL AS VARCHAR2(128)) AS iot_name, DECODE(o.status, 1, 'VALID', 'UNUSABLE') AS status, 10 AS pct_free, 40 AS pct_used, 1 AS ini_trans, 255 AS max_trans,
       65536 AS initial_extent,
       DECODE(t.kind, 'TEMPORARY', 'NO', 'YES') AS logging, 'N' AS backed_up, t.num_rows, g.blocks,
       0 AS empty_blocks, 0 AS avg_row_len, t.last_analyzed, '1' AS degree, '1' AS instances, 'N' AS cache, 'NO' AS partitioned, CAST(NULL AS VARCHAR2(12)) AS iot_type,
       t.temporary, 'N' AS secondary, 'NO' AS nested, 'DEFAULT' AS buffer_pool, 'DISABLED' AS row_movement,
       t.duration, 'YES' AS monitoring, 'DISABLED' AS compression, CAST(NULL AS VARCHAR2(30)) AS compress_for,
       DECODE(BITAND(o.flags, 128), 128, 'YES', 'NO') AS dropped,
       'NO' AS read_only, DECODE(g.obj#, NULL, 'NO', 'YES') AS segment_created,
       DECODE(t.kind, 'EXTERNAL', 'YES', 'NO') AS external, o.con_id
  FROM obj$ o, tab$ t, ts$ s, seg$ g
 WHERE o.type# = 2
   AND t.con_id = o.con_id
   AND t.obj# = o.obj#
   AND s.con_id (+) = t.con_id
   AND s.ts# (+) = t.ts#
   AND g.con_id (+) = o.con_id
   AND g.obj# (+) = o.obj#
