SELECT u.name AS role
  FROM x_session_role r
  JOIN user$ u ON u.user# = r.role#
 WHERE u.type# = 0
   AND u.name <> 'PUBLIC'
