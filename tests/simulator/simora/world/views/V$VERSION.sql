SELECT d.banner, d.banner_full, d.banner AS banner_legacy, 0 AS con_id
  FROM x_database d
