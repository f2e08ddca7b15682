SELECT d.grantor, d.grantee, d.owner AS table_schema, d.table_name, d.privilege, d.grantable, d.hierarchy, d.common,
       d.type, d.inherited
  FROM dba_tab_privs d
 WHERE d.grantee = 'PUBLIC'
    OR SYS_CONTEXT('USERENV', 'CURRENT_USER') IN (d.grantee, d.owner, d.grantor)
    OR d.grantee IN (SELECT s.role FROM session_roles s)
