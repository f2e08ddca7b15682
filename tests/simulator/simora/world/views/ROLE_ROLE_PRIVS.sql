SELECT u.name AS role, g.name AS granted_role, DECODE(a.option$, 1, 'YES', 'NO') AS admin_option, u.common,
       'NO' AS inherited
  FROM x_session_role r
  JOIN user$ u ON u.user# = r.role#
  JOIN sysauth$ a ON a.grantee# = r.role#
  JOIN user$ g ON g.user# = a.privilege#
 WHERE u.type# = 0
