import { jest } from '@jest/globals';
import pg from 'pg';
import type { api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Person } from './person.js';

function told(code: string, message: string): Error {
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), { code });
}

describe('while the database is away', () => {
  let office: Office;
  let chen: Person;
  beforeAll(async () => {
    office = await openOffice();
    chen = await office.signIn('chen');
  });
  afterEach(() => { jest.restoreAllMocks(); });
  afterAll(() => office.close());

  it.each<[string, Error]>([
    ['it refuses connections', Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })],
    ['it is starting', told('57P03', 'the database system is starting up')],
    ['it is ending', told('57P01', 'terminating connection due to administrator command')],
    ['its connections break', new Error('Connection terminated unexpectedly')],
    ['a broken connection was still in the pool', new Error('Client has encountered a connection error and is not queryable')],
    ['it does not answer', new Error('timeout exceeded when trying to connect')],
  ])('people are asked to come back, and not told of a fault of ours: %s', async (_, failure) => {
    jest.spyOn(office.pool, 'query').mockImplementation(() => Promise.reject(failure) as never);
    jest.spyOn(office.pool, 'connect').mockImplementation(() => Promise.reject(failure) as never);
    const answers = [await chen.get<api.Problem>('/api/v1/board'), await chen.give<api.Problem>('/api/v1/issues/x/register', {})];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('2');
    }
  });

  it('a query that is wrong stays a fault of ours', async () => {
    jest.spyOn(office.pool, 'query').mockImplementation(() => Promise.reject(told('42P01', 'relation "board" does not exist')) as never);
    expect(await chen.get('/api/v1/board')).toMatchObject({ status: 500, body: { code: 'internal-fault' } });
  });
});
