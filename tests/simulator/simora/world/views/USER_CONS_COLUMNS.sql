SELECT d.*
  FROM dba_cons_columns d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
