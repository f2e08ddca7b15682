SELECT o.name AS table_name, CAST(NULL AS VARCHAR2(4000)) AS comments
  FROM obj$ o
 WHERE o.owner_name = 'PUBLIC'
   AND o.type# = 5
   AND EXISTS (SELECT 1 FROM syn$ s WHERE s.obj# = o.obj# AND s.owner = 'SYS')
   AND (o.name LIKE 'DBA%' OR o.name LIKE 'ALL%' OR o.name LIKE 'USER%' OR o.name LIKE 'CDB%' OR o.name LIKE '%V$%')
