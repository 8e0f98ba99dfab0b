import { streamOf } from '#application';
import { ROLES, type CivilDate, type Role } from '#kernel';
import { cadreDecider, householdDecider, LEVELS, unitDecider, type Level, type Resident } from '#domain';
import { code, date, kept, list, maybe, oneOf, orNone, text, type Column } from './columns.js';
import { importer } from './importer.js';
import { stateOf } from './on-record.js';
import type { RowProblem } from './table.js';

const KINDS = ['area', 'department'] as const;
const LINK_KINDS = ['community', 'contact-point', 'contact-household'] as const;

export const units = importer<{ code: string; name: string; level: Level; kind: 'area' | 'department'; parent: string | null | undefined }>({
  columns: () => ({ code: code('code'), name: text(100, 'name'), level: oneOf(LEVELS, 'level'), kind: oneOf(KINDS, 'kind'), parent: kept(orNone(code('parent'))) }),
  async completed(row, record) {
    if (row.parent !== undefined) return row;
    const known = await stateOf(record, streamOf.unit(row.code), unitDecider);
    return { ...row, parent: known.status === 'none' ? null : known.parent };
  },
  commands: (row, { now }) => [{ key: row.code, type: 'register-unit', at: now, data: { ...row, parent: row.parent ?? null } }],
});

export const cadres = importer<{ cadre: string; name: string; phone: string | null | undefined }>({
  columns: () => ({ cadre: code('cadre'), name: text(80, 'name'), phone: kept(orNone(text(40, 'phone'))) }),
  async completed(row, record) {
    if (row.phone !== undefined) return row;
    const known = await stateOf(record, streamOf.cadre(row.cadre), cadreDecider);
    return { ...row, phone: known.status === 'none' ? null : known.phone };
  },
  commands: ({ cadre, name, phone }, { now }) => [
    { key: cadre, type: 'register-cadre', at: now, data: { cadre, name, ...(phone ? { phone } : {}) } },
  ],
});

export const posts = importer<{ post: string; cadre: string; unit: string; role: Role; from: CivilDate; to: CivilDate | undefined }>({
  columns: () => ({ post: code('post'), cadre: code('cadre'), unit: code('unit'), role: oneOf(ROLES, 'role'), from: date('from'), to: maybe(date('to')) }),
  commands: (row, { now }) => endsBeforeItBegan(row) ?? [{ key: row.post, type: 'take-post', at: now, data: dated(row) }],
});

export const households = importer<{
  household: string; unit: string; address: string; careGroups: readonly string[] | undefined; residents: readonly Resident[] | undefined;
}>({
  columns: () => ({
    household: code('household'), unit: code('unit'), address: text(200, 'address'),
    careGroups: kept(list(';', 'care_groups')), residents: kept(residents('residents')),
  }),
  async completed(row, record) {
    if (row.careGroups !== undefined && row.residents !== undefined) return row;
    const known = await stateOf(record, streamOf.household(row.household), householdDecider);
    const { careGroups, residents: listed } = known.status === 'none' ? { careGroups: [], residents: [] } : known;
    return { ...row, careGroups: row.careGroups ?? careGroups, residents: row.residents ?? listed };
  },
  commands: ({ careGroups = [], residents: listed = [], ...row }, { now }) => [
    { key: row.household, type: 'register-household', at: now, data: { ...row, careGroups, residents: listed } },
  ],
});

/** Cells such as `R1:name:phone;R2:name`. */
function residents(...headers: [string, ...string[]]): Column<readonly Resident[]> {
  return {
    headers,
    optional: true,
    parse(raw) {
      const parts = raw.split(';').map((cell) => cell.trim()).filter(Boolean).map((cell) => cell.split(':').map((part) => part.trim()));
      if (parts.some((each) => each.length < 2 || each.length > 3 || each.some((part) => part === ''))) return { problem: 'cell-not-residents' };
      return { value: parts.map(([resident = '', name = '', phone]) => ({ resident, name, ...(phone ? { phone } : {}) })) };
    },
  };
}

export const roster = importer<{ link: string; cadre: string; kind: (typeof LINK_KINDS)[number]; target: string; unit: string; from: CivilDate; to: CivilDate | undefined }>({
  columns: () => ({
    link: code('link'), cadre: code('cadre'), kind: oneOf(LINK_KINDS, 'kind'), target: text(100, 'target'), unit: code('unit'), from: date('from'), to: maybe(date('to')),
  }),
  commands: (row, { now }) => endsBeforeItBegan(row) ?? [{ key: row.link, type: 'link-roster', at: now, data: dated(row) }],
});

/** What lasts, or lasted, from one day to another: of what is open the command names no last day. */
interface Dated {
  readonly from: CivilDate;
  readonly to: CivilDate | undefined;
}

function dated<Row extends Dated>({ to, ...row }: Row): object {
  return to === undefined ? row : { ...row, to };
}

function endsBeforeItBegan({ from, to }: Dated): Pick<RowProblem, 'column' | 'code' | 'params'> | undefined {
  return to !== undefined && to < from ? { column: 'to', code: 'last-day-before-first', params: { from, to } } : undefined;
}
