SELECT o.owner_name AS owner, o.name AS object_name, o.subname AS subobject_name, o.obj# AS object_id,
       o.dataobj# AS data_object_id,
       DECODE(o.type#, 1, 'INDEX', 2, 'TABLE', 4, 'VIEW', 5, 'SYNONYM', 6, 'SEQUENCE', 7, 'PROCEDURE', 8, 'FUNCTION',
              9, 'PACKAGE', 11, 'PACKAGE BODY', 12, 'TRIGGER', 13, 'TYPE', 21, 'LOB', 23, 'DIRECTORY', 24, 'QUEUE',
              42, 'MATERIALIZED VIEW', 'UNDEFINED') AS object_type,
       o.ctime AS created, o.mtime AS last_ddl_time, TO_CHAR(o.stime, 'YYYY-MM-DD:HH24:MI:SS') AS timestamp,
       DECODE(o.status, 1, 'VALID', 'INVALID') AS status,
       DECODE(BITAND(o.flags, 2), 0, 'N', 'Y') AS temporary,
       DECODE(BITAND(o.flags, 4), 0, 'N', 'Y') AS generated,
       DECODE(BITAND(o.flags, 16), 0, 'N', 'Y') AS secondary,
       o.namespace, CAST(NULL AS VARCHAR2(128)) AS edition_name, 'NONE' AS sharing,
       CAST(NULL AS VARCHAR2(1)) AS editionable, o.oracle_maintained, o.con_id
  FROM obj$ o
