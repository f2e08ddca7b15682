SELECT d.grantee, d.owner, d.table_name, d.grantor, d.privilege, d.grantable, d.hierarchy, d.common, d.type, d.inherited
  FROM dba_tab_privs d
 WHERE SYS_CONTEXT('USERENV', 'CURRENT_USER') IN (d.grantee, d.owner, d.grantor)
