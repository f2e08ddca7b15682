SELECT SUBSTR(d.banner, 1, INSTR(d.banner, ' Release') - 1) AS product, d.version, 'Production' AS status
  FROM x_database d
