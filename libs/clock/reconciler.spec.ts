import type { Standing } from '#wire/clock';
import { remedyFor } from './reconciler.js';

function row(stage: Standing['stage'], revision: number) {
  return { signalledRevision: revision, standing: { issueId: 'i', revision, stage, level: 'community', unit: 'u', topic: null, supervised: false, next: null } as const };
}

function untold(stage: Standing['stage'], revision: number) {
  return { ...row(stage, revision), signalledRevision: revision - 1 };
}

function listed(revision: number | null, troubled = false) {
  return { issueId: 'i', revision, troubled };
}

describe('the remedy for an issue', () => {
  it.each([
    ['open and not running', row('handling', 3), undefined, 'start'],
    ['ended and not running', row('ended', 3), undefined, 'none'],
    ['known to nobody', undefined, undefined, 'none'],
    ['running at the record\'s revision', row('handling', 3), listed(3), 'none'],
    ['running behind the record', row('handling', 3), listed(2), 'signal'],
    ['running without having shown a revision', row('handling', 3), listed(null), 'signal'],
    ['running though ended', row('ended', 3), listed(2), 'finish'],
    ['running though ended, and told so', row('ended', 3), listed(3), 'finish'],
    ['running ahead of the record', row('handling', 3), listed(4), 'suspect'],
    ['ended, and running ahead of the record', row('ended', 3), listed(4), 'suspect'],
    ['told, and behind because its tasks fail', row('handling', 3), listed(2, true), 'none'],
    ['told of its end, and running on because its tasks fail', row('ended', 3), listed(2, true), 'none'],
    ['behind because its tasks fail, and not told', untold('handling', 3), listed(2, true), 'signal'],
    ['ahead of the record while its tasks fail', row('handling', 3), listed(4, true), 'suspect'],
    ['running and not in the record', undefined, listed(0), 'suspect'],
  ] as const)('%s', (_case, record, temporal, remedy) => {
    expect(remedyFor(record, temporal)).toBe(remedy);
  });
});
