SELECT d.grantee AS username, d.granted_role, d.admin_option, d.delegate_option, d.default_role, 'NO' AS os_granted,
       d.common, d.inherited
  FROM dba_role_privs d
 WHERE d.grantee IN (SYS_CONTEXT('USERENV', 'CURRENT_USER'), 'PUBLIC')
