SELECT d.table_name, d.column_name, d.data_type, d.data_type_mod, d.data_type_owner, d.data_length, d.data_precision,
       d.data_scale, d.nullable, d.column_id, d.default_length, d.data_default, d.num_distinct, d.num_nulls,
       d.last_analyzed, d.character_set_name, d.char_col_decl_length, d.char_length, d.char_used, d.hidden_column, d.virtual_column, d.segment_column_id, d.internal_column_id, d.qualified_col_name,
       d.user_generated, d.default_on_null, d.identity_column
  FROM dba_tab_cols d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
