import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, reachableFolder, startPostgres } from '#servers';
import { Product, until } from '../faults/product.js';

it('interface and projector that start before PostgreSQL say that they wait for it, and go on when it comes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minqing-test-before-'));
  const dataDir = await reachableFolder(folder);
  const first = await startPostgres({ dataDir });
  await first.stop();
  const port = await freePort();
  const product = new Product({ DATABASE_URL: first.url, MINQING_PORT: String(port) });
  const words = (): string => `${product.words('api')}\n${product.words('projector')}`;
  const ready = () => fetch(`http://127.0.0.1:${port}/health/ready`).then(({ ok }) => ok, () => false);
  product.start('api');
  product.start('projector');
  try {
    await until(words, 60_000, async () => (['api', 'projector'] as const).every((app) => product.words(app).includes('waiting for PostgreSQL')));
    const second = await startPostgres({ dataDir, port: first.port });
    await until(words, 60_000, ready);
    await product.stop();
    await second.stop();
  } finally {
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 150_000);
