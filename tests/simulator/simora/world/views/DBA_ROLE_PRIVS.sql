SELECT u.name AS grantee, r.name AS granted_role, DECODE(a.option$, 1, 'YES', 'NO') AS admin_option,
       'NO' AS delegate_option, a.default_role, u.common, 'NO' AS inherited, a.con_id
  FROM sysauth$ a
  JOIN user$ u ON u.con_id = a.con_id AND u.user# = a.grantee#
  JOIN user$ r ON r.con_id = a.con_id AND r.user# = a.privilege#
 WHERE a.privilege# > 0
