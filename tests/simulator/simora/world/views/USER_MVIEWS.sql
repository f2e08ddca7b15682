SELECT d.owner, d.mview_name, d.container_name, d.query, d.query_len, d.updatable, d.rewrite_enabled, d.refresh_mode,
       d.refresh_method, d.build_mode, d.compile_state
  FROM dba_mviews d
 WHERE d.owner = SYS_CONTEXT('USERENV', 'CURRENT_USER')
