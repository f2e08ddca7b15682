SELECT l.inst_id, CAST(NULL AS RAW(8)) AS addr, CAST(NULL AS RAW(8)) AS kaddr, l.sid, l.type, l.id1, l.id2, l.lmode, l.request,
       ROUND((SYSDATE - l.since) * 86400) AS ctime,
       CASE WHEN l.lmode > 0 AND EXISTS (SELECT 1 FROM cdb_x_lock w
                     WHERE w.con_id = l.con_id AND w.type = l.type AND w.id1 = l.id1 AND w.sid <> l.sid AND w.request > 0)
            THEN 1 ELSE 0 END AS block,
       l.con_id
  FROM cdb_x_lock l
 WHERE l.type <> 'TR'
