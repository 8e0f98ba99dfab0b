import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = new URL('../../', import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { imports: Record<string, string> };

/** The rooms' names come from the one table in package.json; in the bundle they lead to the sources. */
const rooms = Object.entries(imports).map(([name, built]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(built.replace('./dist/', './').replace(/\.js$/, '.ts'), root)),
}));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  resolve: { alias: rooms },
  build: {
    outDir: fileURLToPath(new URL('dist/web', root)),
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // antd's component kernel is one chunk by nature; what matters is that each screen loads only its own.
    chunkSizeWarningLimit: 900,
  },
  server: { host: '127.0.0.1', port: 7311, proxy: { '/api': 'http://127.0.0.1:7310' } },
});
