SELECT SUBSTR(d.banner, 1, INSTR(d.banner, ' Release') - 1) AS product, d.version, d.version_full, 'Production' AS status
  FROM x_database d
