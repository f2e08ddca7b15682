SELECT u.name AS role, m.name AS privilege, DECODE(a.option$, 1, 'YES', 'NO') AS admin_option, u.common,
       'NO' AS inherited
  FROM x_session_role r
  JOIN user$ u ON u.user# = r.role#
  JOIN sysauth$ a ON a.grantee# = r.role#
  JOIN system_privilege_map m ON m.privilege = a.privilege#
 WHERE u.type# = 0
