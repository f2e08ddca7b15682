SELECT 'Oracle Database ' || d.edition AS product, d.version, 'Production' AS status
  FROM x_database d
