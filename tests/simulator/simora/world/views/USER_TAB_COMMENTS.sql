SELECT d.table_name, d.table_type, d.comments, d.origin_con_id
  FROM dba_tab_comments d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
