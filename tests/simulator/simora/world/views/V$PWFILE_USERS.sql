SELECT u.name AS username,
       DECODE((SELECT COUNT(*) FROM pwfile$ p WHERE p.user# = u.user# AND p.privilege = 'SYSDBA'), 0, 'FALSE', 'TRUE') AS sysdba,
       DECODE((SELECT COUNT(*) FROM pwfile$ p WHERE p.user# = u.user# AND p.privilege = 'SYSOPER'), 0, 'FALSE', 'TRUE') AS sysoper,
       u.con_id
  FROM user$ u
 WHERE EXISTS (SELECT 1 FROM pwfile$ p WHERE p.user# = u.user#)
