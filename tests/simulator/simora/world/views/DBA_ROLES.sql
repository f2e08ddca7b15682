SELECT u.name AS role, u.user# AS role_id, 'NO' AS password_required, 'NONE' AS authentication_type, u.common,
       u.oracle_maintained, 'NO' AS inherited, u.con_id
  FROM user$ u
 WHERE u.type# = 0
   AND u.name <> 'PUBLIC'
