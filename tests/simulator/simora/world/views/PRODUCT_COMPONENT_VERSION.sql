SELECT 'Oracle Database ' || d.edition AS product, d.version, d.version_full, 'Production' AS status
  FROM x_database d
