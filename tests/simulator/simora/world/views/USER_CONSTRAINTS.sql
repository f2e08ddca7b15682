SELECT d.*
  FROM dba_constraints d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
