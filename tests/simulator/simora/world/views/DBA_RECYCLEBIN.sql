SELECT o.owner_name AS owner, o.name AS object_name, r.original_name,
       DECODE(r.operation, 0, 'DROP', 1, 'TRUNCATE', 'UNDEFINED') AS operation,
       DECODE(r.type#, 1, 'INDEX', 2, 'TABLE', 21, 'LOB', 12, 'TRIGGER', 'UNDEFINED') AS type, s.name AS ts_name,
       TO_CHAR(o.ctime, 'YYYY-MM-DD:HH24:MI:SS') AS createtime,
       TO_CHAR(r.droptime, 'YYYY-MM-DD:HH24:MI:SS') AS droptime, r.dropscn, r.partition_name,
       DECODE(BITAND(r.flags, 4), 4, 'YES', 'NO') AS can_undrop, DECODE(BITAND(r.flags, 2), 2, 'YES', 'NO') AS can_purge,
       r.related, r.bo AS base_object, r.purgeobj AS purge_object, r.space, r.con_id
  FROM recyclebin$ r, obj$ o, ts$ s
 WHERE o.con_id = r.con_id
   AND o.obj# = r.obj#
   AND s.con_id (+) = r.con_id
   AND s.ts# (+) = r.ts#
