SELECT DECODE(SYS_CONTEXT('USERENV', 'CON_ID'), '0', d.name, '1', d.name, SYS_CONTEXT('USERENV', 'CON_NAME')) AS global_name
  FROM x_database d
