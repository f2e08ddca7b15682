SELECT u.name AS username, u.user# AS user_id, u.ctime AS created, u.common, u.oracle_maintained, 'NO' AS inherited
  FROM user$ u
 WHERE u.type# = 1
