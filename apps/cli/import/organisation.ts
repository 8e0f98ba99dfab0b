import { ROLES, type CivilDate, type Role } from '#kernel';
import { LEVELS, type Level } from '#domain';
import { code, date, list, maybe, oneOf, text } from './columns.js';
import { importer } from './importer.js';

const KINDS = ['area', 'department'] as const;
const LINK_KINDS = ['community', 'contact-point', 'contact-household'] as const;

export const units = importer<{ code: string; name: string; level: Level; kind: 'area' | 'department'; parent: string | undefined }>({
  columns: () => ({ code: code('code'), name: text(100, 'name'), level: oneOf(LEVELS, 'level'), kind: oneOf(KINDS, 'kind'), parent: maybe(code('parent')) }),
  commands: (row, { now }) => [{ key: row.code, type: 'register-unit', at: now, data: { ...row, parent: row.parent ?? null } }],
});

export const cadres = importer<{ cadre: string; name: string; phone: string | undefined }>({
  columns: () => ({ cadre: code('cadre'), name: text(80, 'name'), phone: maybe(text(40, 'phone')) }),
  commands: ({ cadre, name, phone }, { now }) => [
    { key: cadre, type: 'register-cadre', at: now, data: { cadre, name, ...(phone ? { phone } : {}) } },
  ],
});

export const posts = importer<{ post: string; cadre: string; unit: string; role: Role; from: CivilDate; to: CivilDate | undefined }>({
  columns: () => ({ post: code('post'), cadre: code('cadre'), unit: code('unit'), role: oneOf(ROLES, 'role'), from: date('from'), to: maybe(date('to')) }),
  commands: ({ post, cadre, unit, role, from, to }, { now }) => [
    { key: post, type: 'take-post', at: now, data: { post, cadre, unit, role, from } },
    ...(to ? [{ key: `${post}/left`, type: 'leave-post' as const, at: now, data: { cadre, post, to } }] : []),
  ],
});

export const households = importer<{ household: string; unit: string; address: string; careGroups: readonly string[]; residents: readonly string[] }>({
  columns: () => ({
    household: code('household'), unit: code('unit'), address: text(200, 'address'),
    careGroups: list(';', 'care_groups'), residents: list(';', 'residents'),
  }),
  commands(row, { now }) {
    const residents = row.residents.map((cell) => cell.split(':').map((part) => part.trim()));
    if (residents.some((parts) => parts.length < 2 || parts.length > 3 || parts.some((part) => part === ''))) {
      return { column: 'residents', code: 'cell-not-residents' };
    }
    return [{
      key: row.household, type: 'register-household', at: now,
      data: { ...row, residents: residents.map(([resident, name, phone]) => ({ resident, name, ...(phone ? { phone } : {}) })) },
    }];
  },
});

export const roster = importer<{ link: string; cadre: string; kind: (typeof LINK_KINDS)[number]; target: string; unit: string; from: CivilDate; to: CivilDate | undefined }>({
  columns: () => ({
    link: code('link'), cadre: code('cadre'), kind: oneOf(LINK_KINDS, 'kind'), target: text(100, 'target'), unit: code('unit'), from: date('from'), to: maybe(date('to')),
  }),
  commands: ({ to, ...link }, { now }) => [
    { key: link.link, type: 'link-roster', at: now, data: link },
    ...(to ? [{ key: `${link.link}/left`, type: 'unlink-roster' as const, at: now, data: { link: link.link, to } }] : []),
  ],
});
