import { streamOf } from '#application';
import { ROLES, type CivilDate, type Role } from '#kernel';
import { cadreDecider, householdDecider, LEVELS, unitDecider, type Level, type Resident } from '#domain';
import { code, date, kept, maybe, orNone, partsOf, termOf, terms, text, type Column } from './columns.js';
import { importer } from './importer.js';
import { stateOf } from './on-record.js';
import type { RowProblem } from './table.js';

const KINDS = ['area', 'department'] as const;
const LINK_KINDS = ['community', 'contact-point', 'contact-household'] as const;

/** Headers that mean the same in several files. */
const CADRE = ['cadre', '幹部', '干部', '幹部代碼', '干部代码'] as const;
const UNIT = ['unit', '單位', '单位', '單位代碼', '单位代码'] as const;
const NAME = ['name', '名稱', '名称', '姓名'] as const;
const KIND = ['kind', '類別', '类别'] as const;
const FROM = ['from', '開始日期', '开始日期'] as const;
/** The last day of a post or a link: a transfer is a row that has one, and a new row for who follows. */
const TO = ['to', '結束日期', '结束日期'] as const;

export const units = importer<{ code: string; name: string; level: Level; kind: 'area' | 'department'; parent: string | null | undefined }>({
  columns: () => ({
    code: code('code', '代碼', '代码', '單位代碼', '单位代码'), name: text(100, ...NAME), level: termOf('level', LEVELS, 'level', '層級', '层级'), kind: termOf('unit-kind', KINDS, ...KIND),
    parent: kept(orNone(code('parent', '上級', '上级', '上級單位', '上级单位'))),
  }),
  rests: ({ code: name, parent: on }) => ({ name, on }),
  async completed(row, record) {
    if (row.parent !== undefined) return row;
    const known = await stateOf(record, streamOf.unit(row.code), unitDecider);
    return { ...row, parent: known.status === 'none' ? null : known.parent };
  },
  commands: (row, { now }) => [{ key: row.code, type: 'register-unit', at: now, data: { ...row, parent: row.parent ?? null } }],
});

export const cadres = importer<{ cadre: string; name: string; phone: string | null | undefined }>({
  columns: () => ({ cadre: code(...CADRE), name: text(80, ...NAME), phone: kept(orNone(text(40, 'phone', '電話', '电话'))) }),
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
  columns: () => ({
    post: code('post', '崗位', '岗位', '崗位代碼', '岗位代码'), cadre: code(...CADRE), unit: code(...UNIT), role: termOf('role', ROLES, 'role', '角色', '職責', '职责'), from: date(...FROM), to: maybe(date(...TO)),
  }),
  commands: (row, { now }) => endsBeforeItBegan(row) ?? [{ key: row.post, type: 'take-post', at: now, data: dated(row) }],
});

export const households = importer<{
  household: string; unit: string; address: string; careGroups: readonly string[] | undefined; residents: readonly Resident[] | undefined;
}>({
  columns: () => ({
    household: code('household', '戶', '户', '住戶', '住户', '戶代碼', '户代码'), unit: code(...UNIT), address: text(200, 'address', '地址', '住址'),
    careGroups: kept(terms('care-group', 'care_groups', '困難羣體', '困難群體', '困难群体')), residents: kept(residents('residents', '居民')),
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
      const parts = partsOf(raw).map((cell) => cell.split(/[:：]/).map((part) => part.trim()));
      if (parts.some((each) => each.length < 2 || each.length > 3 || each.some((part) => part === ''))) return { problem: 'cell-not-residents' };
      return { value: parts.map(([resident = '', name = '', phone]) => ({ resident, name, ...(phone ? { phone } : {}) })) };
    },
  };
}

export const roster = importer<{ link: string; cadre: string; kind: (typeof LINK_KINDS)[number]; target: string; unit: string; from: CivilDate; to: CivilDate | undefined }>({
  columns: () => ({
    link: code('link', '安排', '安排代碼', '安排代码'), cadre: code(...CADRE), kind: termOf('roster', LINK_KINDS, ...KIND), target: text(100, 'target', '聯繫對象', '联系对象', '對象', '对象'), unit: code(...UNIT),
    from: date(...FROM), to: maybe(date(...TO)),
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
