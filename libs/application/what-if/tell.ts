import type { Names } from '#audit';
import type { api } from '#wire';
import type { GivenDeadline, Outcome, ScoredPair } from '#what-if';
import type { LifeAgain } from './lives.js';

/** An issue that differs as everyone is shown it. */
export function issueTold({ row, comparison }: LifeAgain, names: Names): api.WhatIfIssue {
  const { recorded, other, deadlines, departure, fallen, elsewhere } = comparison;
  return {
    issueId: row.issueId, number: row.number, title: row.title, areaName: row.areaName, fallen, elsewhere,
    recorded: sideTold(recorded, names), other: sideTold(other, names),
    deadlines: deadlines.map((pair) => ({ kind: (pair.recorded ?? pair.other)!.kind, recorded: dueTold(pair.recorded, names), other: dueTold(pair.other, names) })),
    departure: departure && { ...departure, refusal: { code: departure.refusal.code, params: { ...departure.refusal.params } } },
  };
}

export function figuresTold(pairs: readonly ScoredPair[], nameOf: (key: string) => string): api.WhatIfFigures[] {
  return pairs.map((pair) => ({ ...pair, name: nameOf(pair.key) }));
}

function sideTold({ row, overdue, urgings, told, climbs, supervisedAt }: Outcome, names: Names): api.WhatIfSide {
  return {
    status: row.status, holder: named(row.unit, names), level: row.level, inTime: row.inTime, overdue, urgings, told, supervisedAt,
    climbs: climbs.map(({ at, unit, level, ground }) => ({ at, to: named(unit, names), level, ground })),
  };
}

function dueTold(deadline: GivenDeadline | null, names: Names): api.WhatIfDeadline['recorded'] {
  return deadline && { dueAt: deadline.dueAt, holder: named(deadline.unit, names), level: deadline.level };
}

function named(unit: string, names: Names) {
  return { unit, name: names.unit(unit) };
}
