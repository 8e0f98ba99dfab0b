import type { IssueDifference } from './api-differences.js';
import type { IssueRow } from './api.js';
import type { Piece } from './replay-lines.js';

type DifferenceKey = IssueDifference['changed'][number];

/** One compared part of an issue as pieces, for a screen or a terminal to put into words; none for what there is none of. */
export function differencePieces(row: IssueRow, key: DifferenceKey): readonly Piece[] {
  switch (key) {
    case 'status': case 'stage': case 'level': case 'scope': case 'horizon': case 'topic': case 'grade': case 'answer': return coded(key, row[key]);
    case 'unit': return [{ text: row.unitName }];
    case 'responsible': return row.responsibleName === null ? [] : [{ text: row.responsibleName }];
    case 'measureBy': return row.measureBy === null ? [] : [{ day: row.measureBy }];
    case 'overdue': case 'supervised': return coded('said', row[key] ? 'yes' : 'no');
    case 'inTime': case 'satisfied': return coded('said', row[key] === null ? null : row[key] ? 'yes' : 'no');
    case 'due': return row.due === null ? [] : [{ term: ['kind', row.due.kind] }, { moment: row.due.dueAt }];
    case 'endedAt': return row.endedAt === null ? [] : [{ moment: row.endedAt }];
    case 'repeats': case 'returns': case 'escalations': case 'urges': return [{ count: row[key] }];
  }
}

function coded(kind: string, code: string | null): readonly Piece[] {
  return code === null ? [] : [{ term: [kind, code] }];
}
