SELECT u.name AS grantee, m.name AS privilege, DECODE(a.option$, 1, 'YES', 'NO') AS admin_option, u.common,
       'NO' AS inherited, a.con_id
  FROM sysauth$ a
  JOIN user$ u ON u.con_id = a.con_id AND u.user# = a.grantee#
  JOIN system_privilege_map m ON m.privilege = a.privilege#
 WHERE a.privilege# < 0
