import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from '#wire';
import { declaredRoutes } from '../../../apps/api/http/declared-routes.js';
import { CONTROLLERS } from '../../../apps/api/api.module.js';
import { type Office, openOffice } from './office.js';
import { ask, type Person } from './person.js';

interface Described { readonly operationId: string; readonly security?: readonly unknown[]; readonly responses: Readonly<Record<string, unknown>>; readonly parameters: readonly { readonly name: string }[] }
interface Document { readonly openapi: string; readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>; readonly components: { readonly schemas: Readonly<Record<string, object>> } }

/** What a list cannot do without. */
const QUERIES: Readonly<Record<string, string>> = {
  '/api/v1/differences': '?from=0', '/api/v1/figures': '?by=cadre&from=2020-01-01&to=2100-01-01', '/api/v1/rulebook/compare': '?older=notice-1&newer=notice-1',
};

describe('the interface as a whole', () => {
  let office: Office;
  let chen: Person;
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'minqing-web-'));
    await mkdir(join(root, 'assets'));
    await writeFile(join(root, 'index.html'), '<!doctype html><title>民情</title>');
    await writeFile(join(root, 'assets', 'main-1a2b3c.js'), 'export {};');
    await writeFile(join(root, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    office = await openOffice({ webRoot: root });
    chen = await office.signIn('chen');
  });
  afterAll(async () => {
    await office.close();
    await rm(root, { recursive: true, force: true });
  });

  it('is described whole, and nothing else is', async () => {
    const { body } = await ask<Document>(office.url, '/api/docs/openapi.json');
    const described = Object.entries(body.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    const served = office.table.routes.filter(({ pattern }) => pattern !== '/*').map(({ method, pattern }) => `${method} ${pattern.replace(/:(\w+)/g, '{$1}')}`);
    expect([...described].sort()).toEqual([...served].sort());
    expect(served).toEqual(expect.arrayContaining(Object.keys(api.ISSUE_VERBS).map((verb) => `POST /api/v1/issues/{id}/${verb}`)));
  });

  it('has a document whose parts all lead somewhere and whose names are unique', async () => {
    const { body } = await ask<Document>(office.url, '/api/docs/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((name) => !(name in body.components.schemas))).toEqual([]);
    const ids = Object.values(body.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(body.paths['/api/v1/issues']!['post']!.parameters.map(({ name }) => name)).toEqual(['Idempotency-Key']);
  });

  it('keeps what it promises: every list answers in the shape of the document, and what waits tells the position it was read at', async () => {
    const { issueId, position } = await chen.reports('comm-11');
    // Who may ask nearly everything, and who may ask the rest.
    const [auditor, administrator] = await Promise.all([office.signIn('qian'), office.signIn('wu')]);
    for (const { method, pattern, operation } of declaredRoutes(CONTROLLERS)) {
      const schema = operation.answers[200]?.schema;
      if (method !== 'GET' || !schema || !pattern.startsWith('/api/v1') || pattern.includes('commands') || pattern.includes(':erasure')) continue;
      const query = QUERIES[pattern] ?? '';
      const answer = await (operation.id === 'operations' ? administrator : auditor).get(`${pattern.replace(':id', issueId).replace(':version', 'notice-1')}${query}`, position!);
      expect([pattern, answer.status, schema.safeParse(answer.body).error]).toEqual([pattern, 200, undefined]);
      const told = answer.headers.get('minqing-position');
      if (operation.waits) expect([pattern, Number(told) >= position!]).toEqual([pattern, true]);
      else expect([pattern, told]).toEqual([pattern, null]);
    }
  });

  it('pages through the ledger without a gap or a repetition', async () => {
    const made = new Set<string>();
    let last = 0;
    for (let count = 0; count < 7; count += 1) {
      const { issueId, position } = await chen.reports('comm-11', `第 ${count} 件`);
      made.add(issueId);
      last = position!;
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: api.LedgerPage } = await chen.get(`/api/v1/issues?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, last);
      expect(body.rows.length).toBeLessThanOrEqual(3);
      seen.push(...body.rows.map((row) => row.issueId));
      cursor = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining([...made]));
  });

  it('says so when the read models do not come as far as was asked', async () => {
    await office.stopProjector();
    const { position, issueId } = await chen.reports('comm-11', '尚未讀到');
    const behind = await chen.get<api.Problem>('/api/v1/issues', position!);
    expect(behind).toMatchObject({ status: 503, body: { code: 'read-model-behind', params: { position } } });
    expect(behind.headers.get('retry-after')).toBe('1');
    const waiting = chen.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!);
    office.startProjector();
    expect(await waiting).toMatchObject({ status: 200, body: { row: { issueId } } });
  });

  it('sends the headers that keep a browser safe, on answers and problems alike', async () => {
    for (const path of ['/', '/api/v1/me', '/api/v1/nothing', '/api/docs']) {
      const { headers } = await chen.get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('lets nobody keep a copy of what a session was shown', async () => {
    for (const path of ['/api/v1/me', '/api/v1/issues', '/api/v1/units', '/%61pi/v1/issues']) expect((await chen.get(path)).headers.get('cache-control')).toBe('no-store');
  });

  it('waits neither for a request that does not come nor for a client that does not read', () => {
    expect(office.app.getHttpServer()).toMatchObject({ requestTimeout: 30_000, timeout: 60_000 });
  });

  it('serves the web pages, long-lived files as such, and no page for a program', async () => {
    const start = await ask<string>(office.url, '/');
    expect([start.status, start.headers.get('content-type'), start.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect((await ask<string>(office.url, '/issues/1?tab=history')).body).toContain('民情');
    const script = await ask(office.url, '/assets/main-1a2b3c.js');
    expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual(['application/javascript; charset=utf-8', 'public, max-age=31536000, immutable']);
    expect((await ask(office.url, '/icon.svg')).headers.get('content-type')).toBe('image/svg+xml');
    for (const path of ['/assets/gone.js', '/api/nothing', '/API/v1/me', '//api/v1/me', '/health/nothing', '/..%2f..%2fpackage.json']) expect([path, (await ask(office.url, path)).status]).toEqual([path, 404]);
  });

  it('tells how it is', async () => {
    expect((await ask(office.url, '/health/live')).body).toEqual({ status: 'live' });
    const ready = await ask(office.url, '/health/ready');
    expect(ready).toMatchObject({ status: 200, body: { status: 'ready', parts: { record: { status: 'up' }, readModels: { status: 'up', stopped: [] }, clock: { status: 'not-set' }, calendar: { calendar: 'cn-2026.1', coveredTo: '2026-12-31' } } } });
    const metrics = await ask<string>(office.url, '/metrics');
    expect(metrics.body).toContain('minqing_http_requests_total{method="GET",route="/health/live",status="200"}');
    expect((await ask(office.url, '/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404);
  });

  it('can be read and tried in the browser without a script in the page', async () => {
    const page = await ask<string>(office.url, '/api/docs');
    expect(page.body).not.toMatch(/<script(?![^>]*src=)/);
    for (const [, address] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) expect([address, (await ask(office.url, address!)).status]).toEqual([address, 200]);
    expect((await ask(office.url, '/api/docs/assets/package.json')).status).toBe(404);
  });
});
