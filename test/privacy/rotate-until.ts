import { openPool } from '#database';
import { rotateMasterKey } from '#privacy/postgres';

const [url = '', masterKeyFile = '', batches = ''] = process.argv.slice(2);

/** A process that rotates the master key and is killed after so many batches. */
let seen = 0;
await rotateMasterKey(openPool(url, { name: 'rotation' }), { masterKeyFile, batch: 100 }, () => {
  seen += 1;
  if (seen === Number(batches)) process.kill(process.pid, 'SIGKILL');
});
process.exit(0);
