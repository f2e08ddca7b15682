SELECT p.name AS parameter, p.value$ AS value
  FROM props$ p
 WHERE p.name LIKE 'NLS%'
