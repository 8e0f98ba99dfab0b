import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npm run test:kurrentdb`: the contract of the event store against a real KurrentDB, or how to have one.

const HOW = `No KurrentDB is named, so nothing was run.

  docker compose --profile kurrentdb up --detach --wait kurrentdb
  KURRENTDB_TEST_URL='kurrentdb://127.0.0.1:2113?tls=false' npm run test:kurrentdb
  docker compose --profile kurrentdb down

Each test writes streams of its own, named test-<uuid>-…, and leaves them there: use a server that is thrown away.
`;

if (process.env.KURRENTDB_TEST_URL) {
  const args = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--verbose', '--runInBand', 'test/contract/event-store', 'test/projections/on-kurrentdb'];
  const jest = spawn(process.execPath, args, { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' });
  jest.once('close', (code) => { process.exitCode = code ?? 1; });
} else {
  process.stderr.write(HOW);
  process.exitCode = 2;
}
