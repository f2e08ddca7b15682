SELECT p.inst_id, UPPER(p.name) AS parameter, p.value, 0 AS con_id
  FROM gv$parameter p
 WHERE p.name LIKE 'nls%'
UNION ALL
SELECT i.inst_id, p.name, p.value$, 0
  FROM props$ p, x_instance i
 WHERE p.name IN ('NLS_CHARACTERSET', 'NLS_NCHAR_CHARACTERSET')
