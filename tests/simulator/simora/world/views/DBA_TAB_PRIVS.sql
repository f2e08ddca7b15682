SELECT u.name AS grantee, o.owner_name AS owner, o.name AS table_name, g.name AS grantor, m.name AS privilege,
       DECODE(a.option$, 1, 'YES', 'NO') AS grantable, 'NO' AS hierarchy, u.common,
       DECODE(o.type#, 2, 'TABLE', 4, 'VIEW', 6, 'SEQUENCE', 9, 'PACKAGE', 23, 'DIRECTORY', 'UNKNOWN') AS type,
       'NO' AS inherited, a.con_id
  FROM objauth$ a
  JOIN obj$ o ON o.con_id = a.con_id AND o.obj# = a.obj#
  JOIN user$ u ON u.con_id = a.con_id AND u.user# = a.grantee#
  JOIN user$ g ON g.con_id = a.con_id AND g.user# = a.grantor#
  JOIN table_privilege_map m ON m.privilege = a.privilege#
