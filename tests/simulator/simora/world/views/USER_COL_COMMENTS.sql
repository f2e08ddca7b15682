SELECT d.table_name, d.column_name, d.comments, d.origin_con_id
  FROM dba_col_comments d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
