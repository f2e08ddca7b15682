SELECT DISTINCT m.name AS privilege
  FROM x_session_role r
  JOIN sysauth$ a ON a.grantee# = r.role#
  JOIN system_privilege_map m ON m.privilege = a.privilege#
