SELECT d.owner, d.directory_name, d.directory_path, d.origin_con_id
  FROM dba_directories d
 WHERE EXISTS (SELECT 1 FROM session_privs p WHERE p.privilege IN ('CREATE ANY DIRECTORY', 'DROP ANY DIRECTORY'))
    OR EXISTS (SELECT 1 FROM obj$ o, objauth$ a, x_session_role r
                WHERE o.owner_name = d.owner AND o.name = d.directory_name AND o.type# = 23
                  AND a.obj# = o.obj# AND a.grantee# = r.role#)
