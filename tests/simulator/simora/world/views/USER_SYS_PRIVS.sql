SELECT d.grantee AS username, d.privilege, d.admin_option, d.common, d.inherited
  FROM dba_sys_privs d
 WHERE d.grantee IN (SYS_CONTEXT('USERENV', 'CURRENT_USER'), 'PUBLIC')
