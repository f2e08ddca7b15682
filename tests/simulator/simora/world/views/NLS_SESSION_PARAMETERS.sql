SELECT UPPER(p.name) AS parameter, p.value
  FROM v$parameter p
 WHERE p.name LIKE 'nls%'
