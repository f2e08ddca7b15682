SELECT SYS_CONTEXT('USERENV', 'SID') + 0 AS sid, 0 AS statistic#, 0 AS value, 0 AS con_id
  FROM dual
