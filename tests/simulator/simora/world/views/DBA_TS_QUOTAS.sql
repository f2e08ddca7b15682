SELECT s.name AS tablespace_name, u.name AS username,
       NVL((SELECT SUM(g.bytes) FROM seg$ g, obj$ o
             WHERE g.con_id = q.con_id AND g.ts# = q.ts# AND o.con_id = g.con_id AND o.obj# = g.obj#
               AND o.owner# = q.user#), 0) AS bytes,
       q.maxbytes AS max_bytes,
       NVL((SELECT SUM(g.blocks) FROM seg$ g, obj$ o
             WHERE g.con_id = q.con_id AND g.ts# = q.ts# AND o.con_id = g.con_id AND o.obj# = g.obj#
               AND o.owner# = q.user#), 0) AS blocks,
       CASE WHEN q.maxbytes < 0 THEN -1 ELSE TRUNC(q.maxbytes / 8192) END AS max_blocks, 'NO' AS dropped, q.con_id
  FROM tsq$ q
  JOIN ts$ s ON s.con_id = q.con_id AND s.ts# = q.ts#
  JOIN user$ u ON u.con_id = q.con_id AND u.user# = q.user#
