SELECT o.owner_name AS owner, o.name AS index_name, i.type AS index_type, t.owner_name AS table_owner,
       t.name AS table_name, 'TABLE' AS table_type, i.uniqueness, 'DISABLED' AS compression,
       CAST(NULL AS NUMBER) AS prefix_length, s.name AS tablespace_name, 2 AS ini_trans, 255 AS max_trans,
       'YES' AS logging, DECODE(o.status, 1, 'VALID', 'UNUSABLE') AS status, 'NO' AS partitioned,
       DECODE(BITAND(o.flags, 2), 0, 'N', 'Y') AS temporary, DECODE(BITAND(o.flags, 4), 0, 'N', 'Y') AS generated,
       'N' AS secondary, 0 AS blevel,
       CAST(NULL AS NUMBER) AS leaf_blocks, CAST(NULL AS NUMBER) AS distinct_keys, CAST(NULL AS NUMBER) AS num_rows,
       CAST(NULL AS DATE) AS last_analyzed, '1' AS degree, 'DEFAULT' AS buffer_pool, CAST(NULL AS VARCHAR2(15)) AS duration, CAST(NULL AS VARCHAR2(128)) AS ityp_name,
       CAST(NULL AS VARCHAR2(1000)) AS parameters, CAST(NULL AS VARCHAR2(8)) AS funcidx_status,
       DECODE(BITAND(o.flags, 128), 128, 'YES', 'NO') AS dropped, 'VISIBLE' AS visibility, 'YES' AS segment_created, o.con_id
  FROM ind$ i, obj$ o, obj$ t, ts$ s
 WHERE o.con_id = i.con_id
   AND o.obj# = i.obj#
   AND t.con_id = i.con_id
   AND t.obj# = i.bo#
   AND s.con_id (+) = i.con_id
   AND s.ts# (+) = i.ts#
