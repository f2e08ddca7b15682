SELECT d.index_name, d.table_name, d.column_name, d.column_position, d.column_length, d.char_length, d.descend
  FROM dba_ind_columns d
 WHERE d.index_owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
