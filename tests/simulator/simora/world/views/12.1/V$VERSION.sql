SELECT d.banner, 0 AS con_id
  FROM x_database d
