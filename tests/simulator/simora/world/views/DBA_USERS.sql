SELECT u.name AS username, u.user# AS user_id, CAST(NULL AS VARCHAR2(4000)) AS password,
       DECODE(u.astatus, 0, 'OPEN', 1, 'EXPIRED', 2, 'EXPIRED(GRACE)', 4, 'LOCKED(TIMED)', 8, 'LOCKED',
              5, 'EXPIRED & LOCKED(TIMED)', 6, 'EXPIRED(GRACE) & LOCKED(TIMED)', 9, 'EXPIRED & LOCKED',
              10, 'EXPIRED(GRACE) & LOCKED') AS account_status,
       u.ltime AS lock_date, u.exptime AS expiry_date, d.name AS default_tablespace, t.name AS temporary_tablespace,
       u.ctime AS created, u.profile, CAST(NULL AS VARCHAR2(128)) AS initial_rsrc_consumer_group,
       CAST(NULL AS VARCHAR2(4000)) AS external_name, u.password_versions, 'N' AS editions_enabled,
       'PASSWORD' AS authentication_type, 'N' AS proxy_only_connect, u.common, u.last_login, u.oracle_maintained,
       'NO' AS inherited, u.con_id
  FROM user$ u
  JOIN ts$ d ON d.con_id = u.con_id AND d.ts# = u.datats#
  JOIN ts$ t ON t.con_id = u.con_id AND t.ts# = u.tempts#
 WHERE u.type# = 1
