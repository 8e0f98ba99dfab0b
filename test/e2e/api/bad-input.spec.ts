import { gzipSync } from 'node:zlib';
import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Person, ProblemAnswer } from './person.js';

const REPORT = { channel: 'window', title: '井蓋破損', text: '幼兒園門口的井蓋裂了。', area: 'comm-11' };
const with_ = (change: object) => JSON.stringify({ ...REPORT, ...change });
const MEGABYTE = 1024 * 1024;

describe('bad input is answered with a clear problem', () => {
  let office: Office;
  let chen: Person;
  let key = 0;
  beforeAll(async () => {
    office = await openOffice();
    chen = await office.signIn('chen');
  });
  afterAll(() => office.close());

  const post = (raw: string | Uint8Array, headers: Record<string, string> = {}, path = '/api/v1/issues'): Promise<ProblemAnswer> =>
    chen.ask(path, { method: 'POST', raw, headers: { 'idempotency-key': `bad-${++key}`, ...headers } });

  const bodies: [string, string | Uint8Array, number, string][] = [
    ['nothing', '', 400, 'json-malformed'],
    ['half a value', '{"title":', 400, 'json-malformed'],
    ['NaN', '{"title":NaN}', 400, 'json-malformed'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22), 400, 'json-malformed'],
    ['a key twice', '{"title":"a","title":"b"}', 400, 'json-duplicate-key'],
    ['a key twice, once escaped', '{"title":"a","t\\u0069tle":"b"}', 400, 'json-duplicate-key'],
    ['__proto__', '{"__proto__":{"title":"x"}}', 400, 'json-forbidden-key'],
    ['an escaped __proto__', '{"\\u005f_proto__":{"title":"x"}}', 400, 'json-forbidden-key'],
    ['constructor.prototype', '{"constructor":{"prototype":{"title":"x"}}}', 400, 'json-forbidden-key'],
    ['nesting 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400, 'json-too-deep'],
    ['an array of 100,000', JSON.stringify({ ...REPORT, list: new Array(100_000).fill(1) }), 400, 'json-too-many-values'],
    ['more than 1 MB', with_({ text: 'x'.repeat(MEGABYTE) }), 413, 'body-too-large'],
    ['a list for an object', '[]', 422, 'invalid-body'],
    ['null', 'null', 422, 'invalid-body'],
  ];
  it.each(bodies)('body: %s', async (_, raw, status, code) => {
    const answer = await post(raw);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  });

  const fields: [string, object, string, string][] = [
    ['NUL', { title: 'a\0b' }, '/title', 'nul-character'],
    ['a lone surrogate', { text: 'a\ud800b' }, '/text', 'lone-surrogate'],
    ['200,000 characters', { text: '字'.repeat(200_000) }, '/text', 'too-long'],
    ['only blanks', { title: ' \r\n ' }, '/title', 'too-short'],
    ['a number for text', { title: 1 }, '/title', 'wrong-type'],
    ['an unknown channel', { channel: 'pigeon' }, '/channel', 'not-listed'],
    ['an unknown key', { colour: 'red' }, '/colour', 'unknown-key'],
    ['an actor', { by: { kind: 'clock' } }, '/by', 'unknown-key'],
    ['a role', { role: 'administrator' }, '/role', 'unknown-key'],
    ['a unit to act for', { unit: 'city' }, '/unit', 'unknown-key'],
    ['a moment of one\'s own', { at: '2020-01-01T00:00:00.000Z' }, '/at', 'unknown-key'],
    ['an id of one\'s own', { issueId: 'mine' }, '/issueId', 'unknown-key'],
    ['an unknown key inside', { reporter: { name: '何某', age: 70 } }, '/reporter/age', 'unknown-key'],
    ['30 February', { heardAt: '2026-02-30T10:00:00.000Z' }, '/heardAt', 'wrong-form'],
    ['a time without a zone', { heardAt: '2026-02-03T10:00:00.000' }, '/heardAt', 'wrong-form'],
    ['the year 9999', { heardAt: '9999-01-01T00:00:00.000Z' }, '/heardAt', 'in-the-future'],
    ['a moment as a number', { heardAt: 2 ** 53 + 1 }, '/heardAt', 'wrong-type'],
    ['1e309', { heardAt: 'REPLACED' }, '/heardAt', 'wrong-type'],
  ];
  it.each(fields)('field: %s', async (_, change, path, code) => {
    const answer = await post(with_(change).replace('"REPLACED"', '1e309'));
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-body']);
    expect(answer.body.errors).toContainEqual({ path, code, message: expect.any(String) });
  });

  it('names at most twenty errors', async () => {
    const answer = await post(JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (__, index) => [`k${index}`, 1]))));
    expect(answer.status).toBe(422);
    expect(answer.body.errors!.length).toBeLessThanOrEqual(40);
  });

  it.each([
    ['none', { 'content-type': '' }], ['a form', { 'content-type': 'application/x-www-form-urlencoded' }], ['text', { 'content-type': 'text/plain' }],
    ['another charset', { 'content-type': 'application/json; charset=gbk' }], ['a file', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('content type: %s', async (_, headers) => {
    expect(await post(JSON.stringify(REPORT), headers)).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('unpacks no gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * MEGABYTE, 0x20));
    expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  const texts: [string, string][] = [
    ['a bidi override', '\u202egnp.exe'], ['zero width', '零\u200b寬'], ['four-byte Chinese', '𠮷野家 𪚥'], ['markup', '<img src=x onerror=alert(1)>'],
    ['a script address', 'javascript:alert(1)'], ['line ends', 'a\r\nb'], ['a formula', '=1+1'], ['a plus', '+1'], ['a minus', '-1'], ['an at', '@SUM(A1)'], ['NFD', 'e\u0301'],
  ];
  it.each(texts)('text that people may write comes back as it was: %s', async (_, text) => {
    const { issueId, position } = await chen.does('/api/v1/issues', { ...REPORT, title: text, text });
    const page = await chen.get<api.IssuePage>(`/api/v1/issues/${issueId}`, position!);
    expect([page.body.row.title, page.body.text]).toEqual([text, text]);
    expect(page.headers.get('content-type')).toContain('application/json');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  const queries: [string, string][] = [
    ['a repeated key', '?stage=intake&stage=handling'], ['an unknown key', '?colour=red'], ['__proto__', '?__proto__=1'], ['a limit of 0', '?limit=0'],
    ['a limit of -0', '?limit=-0'], ['a limit past the end', '?limit=201'], ['a limit of 1e309', '?limit=1e309'], ['half a limit', '?limit=1.5'], ['NaN', '?limit=NaN'],
    ['30 February', '?from=2026-02-30'], ['NUL', '?q=%00'], ['a lone surrogate', '?q=%ED%A0%80'], ['an unknown stage', '?stage=limbo'], ['a made-up cursor', '?cursor=eyJhIjoxfQ'],
  ];
  it.each(queries)('query: %s', async (_, query) => {
    const answer = await chen.get<api.Problem>(`/api/v1/issues${query}`);
    // Escapes that stand for no character are read as the replacement character, which is a text to look for like any other.
    if (query.includes('%ED')) expect(answer.status).toBe(200);
    else expect([answer.status, ['invalid-query', 'bad-cursor'].includes(answer.body.code)]).toEqual([400, true]);
  });

  it.each(['/api/v1//issues', '//api/v1/issues', '/api/v1/issues%2f', '/api%2fv1/issues', '/api/v1/./issues/%2e%2e', '/API/v1/issues', '/api/v1/issues/', '/api/v1/issues/%00', '/api/v1/issues/..%2f..%2fetc', '/api/v1/issues/a%20b', '/api/v1/nothing', '/api/v1/commands/1', '/nothing'])('address: %s', async (path) => {
    expect(await chen.get(path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('answers an unreadable or endless address', async () => {
    expect(await chen.get('/api/v1/issues/%zz')).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect((await chen.get(`/api/v1/issues/${'a'.repeat(5_000)}`)).status).toBeGreaterThanOrEqual(404);
  });

  it('answers a wrong method with those that are right', async () => {
    const answer = await chen.ask<api.Problem>('/api/v1/issues', { method: 'PATCH', json: {} });
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')!.split(', ').sort()).toEqual(['GET', 'POST']);
    expect((await chen.get('/api/v1/issues/x/register')).status).toBe(405);
  });

  it.each(['-1', '1.5', 'x', '9'.repeat(20)])('position: %s', async (position) => {
    expect(await chen.ask('/api/v1/issues', { headers: { 'minqing-position': position } })).toMatchObject({ status: 400, body: { code: 'bad-position' } });
  });

  it('speaks the three languages', async () => {
    const titleIn = async (language: string) => (await chen.ask<api.Problem>('/api/v1/nothing', { headers: { 'accept-language': language } })).body.title;
    expect(await Promise.all(['zh-TW', 'zh-CN,zh;q=0.9', 'en-GB,en;q=0.9', 'fr'].map(titleIn))).toEqual(['查無此項', '查无此项', 'Not found', '查無此項']);
  });

  it('is no accomplice of a client that hangs up', async () => {
    const gone = new AbortController();
    const asking = fetch(`${office.url}/api/v1/issues`, { method: 'POST', body: JSON.stringify(REPORT), headers: { cookie: chen.cookie, 'content-type': 'application/json', 'idempotency-key': 'hang-up' }, signal: gone.signal });
    gone.abort();
    await expect(asking).rejects.toThrow();
    const again = await chen.give('/api/v1/issues', REPORT, 'hang-up');
    expect(again.status).toBe(201);
    expect((await office.store.readStream(`issue/${again.body.issueId}`)).events.filter(({ type }) => type === 'IssueReported')).toHaveLength(1);
  });
});
