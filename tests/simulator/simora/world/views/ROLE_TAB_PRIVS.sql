SELECT u.name AS role, o.owner_name AS owner, o.name AS table_name, CAST(NULL AS VARCHAR2(128)) AS column_name,
       m.name AS privilege, DECODE(a.option$, 1, 'YES', 'NO') AS grantable, u.common, 'NO' AS inherited
  FROM x_session_role r
  JOIN user$ u ON u.user# = r.role#
  JOIN objauth$ a ON a.grantee# = r.role#
  JOIN obj$ o ON o.obj# = a.obj#
  JOIN table_privilege_map m ON m.privilege = a.privilege#
 WHERE u.type# = 0
