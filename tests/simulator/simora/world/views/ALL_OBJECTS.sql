SELECT d.*
  FROM dba_objects d
 WHERE d.owner IN (SYS_CONTEXT('USERENV', 'CURRENT_USER'), 'PUBLIC')
    OR d.object_id IN (SELECT a.obj# FROM objauth$ a, x_session_role r WHERE a.grantee# = r.role#)
    OR (d.owner <> 'SYS' AND EXISTS (SELECT 1 FROM session_privs p WHERE p.privilege IN ('SELECT ANY TABLE', 'READ ANY TABLE')))
    OR (d.owner = 'SYS' AND EXISTS (SELECT 1 FROM session_privs p WHERE p.privilege = 'SELECT ANY DICTIONARY'))
