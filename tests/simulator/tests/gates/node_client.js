// Copyright: (c) 2026, dbops.datapump contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// A second driver with a protocol implementation of its own: prints what it saw as one line of JSON.
// Usage: node node_client.js PORT (node-oracledb on NODE_PATH)

'use strict';

const oracledb = require('oracledb');

const account = { user: 'pythontest', password: 'welcome' };

async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error.code;
  }
  return null;
}

async function main(port) {
  const connectString = `127.0.0.1:${port}/driver_tests`;
  const seen = {};
  const connection = await oracledb.getConnection({ ...account, connectString });
  seen.thin = connection.thin;
  seen.version = connection.oracleServerVersionString.split('.')[0];

  const query = 'select intcol, stringcol, rawcol, nullablecol from teststrings where intcol < :top order by intcol';
  let result = await connection.execute(query, { top: 4 });
  seen.columns = result.metaData.map((column) => [column.name, column.dbTypeName]);
  seen.rows = result.rows.map(([number, text, raw, nullable]) => [number, text, raw.toString(), nullable]);
  result = await connection.execute(query, { top: 3 });
  seen.rowsAgain = result.rows.length;

  result = await connection.execute('begin :doubled := :given * 2; :both := :both || \'!\'; end;', {
    given: 21,
    doubled: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER },
    both: { dir: oracledb.BIND_INOUT, type: oracledb.STRING, val: 'Grüße', maxSize: 100 },
  });
  seen.outBinds = result.outBinds;

  await connection.execute('begin dbms_output.enable; end;');
  await connection.execute('begin dbms_output.put_line(\'one\'); dbms_output.put_line(null); end;');
  result = await connection.execute('begin dbms_output.get_lines(:lines, :count); end;', {
    lines: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 1000, maxArraySize: 10 },
    count: { dir: oracledb.BIND_INOUT, type: oracledb.NUMBER, val: 10 },
  });
  seen.output = result.outBinds;

  await connection.execute('delete from testtemptable');
  const rows = [[1, 'a'], [2, 'b'], [2, 'c'], [3, 'd']];
  const insert = 'insert into testtemptable (intcol, stringcol1) values (:1, :2)';
  result = await connection.executeMany(insert, rows, { batchErrors: true });
  seen.inserted = result.rowsAffected;
  seen.batchErrors = result.batchErrors.map((error) => [error.message.slice(0, 9), error.offset]);
  await connection.rollback();
  result = await connection.execute('select count(*) from testtemptable');
  seen.afterRollback = result.rows[0][0];

  seen.noTable = await failure(() => connection.execute('select * from nowhere'));
  seen.raised = await failure(() => connection.execute('begin raise_application_error(-20123, \'no\'); end;'));
  connection.callTimeout = 300;
  seen.timeout = await failure(() => connection.execute('begin dbms_session.sleep(60); end;'));
  connection.callTimeout = 0;

  connection.module = 'gate';
  await connection.ping();
  result = await connection.execute('select sys_context(\'userenv\', \'module\') from dual');
  seen.module = result.rows[0][0];
  await connection.close();

  seen.wrongPassword = await failure(() => oracledb.getConnection({ ...account, password: 'x', connectString }));
  seen.wrongService = await failure(() =>
    oracledb.getConnection({ ...account, connectString: `127.0.0.1:${port}/nowhere` }));
  console.log(JSON.stringify(seen));
}

main(Number(process.argv[2])).catch((error) => {
  console.error(error);
  process.exit(1);
});
