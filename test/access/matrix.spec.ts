import { mayAdminister, mayAsk, mayGive, mayReport, mayTryRules, scopeOf, type ActingPost, type AdministrationAct, type QueryName } from '#identity';
import { ROLES, type Role } from '#kernel';
import type { Directory, UnitRef } from '#domain';
import { CONTROLLERS } from '../../apps/api/api.module.js';
import { declaredRoutes } from '../../apps/api/http/declared-routes.js';
import { ADMINISTRATION_GRANTS, ISSUE_GRANTS, QUERY_GRANTS } from '../../libs/identity/policy/table.js';

/**
 *   city ─ district ─┬─ subdistrict ─┬─ community
 *                    │               └─ office (a department of the subdistrict)
 *                    └─ neighbour ─── elsewhere
 *
 * The matter: about `community`, held by `subdistrict`.
 */
const UNITS: readonly UnitRef[] = [
  { code: 'city', level: 'city', kind: 'area', parent: null },
  { code: 'district', level: 'district', kind: 'area', parent: 'city' },
  { code: 'subdistrict', level: 'subdistrict', kind: 'area', parent: 'district' },
  { code: 'office', level: 'subdistrict', kind: 'department', parent: 'subdistrict' },
  { code: 'community', level: 'community', kind: 'area', parent: 'subdistrict' },
  { code: 'neighbour', level: 'subdistrict', kind: 'area', parent: 'district' },
  { code: 'elsewhere', level: 'community', kind: 'area', parent: 'neighbour' },
];
const directory: Directory = { unit: (code) => UNITS.find((unit) => unit.code === code) };
const MATTER = { area: 'community', unit: 'subdistrict' };

/** Where a post can stand to the matter. */
const PLACES = { holder: 'subdistrict', above: 'district', top: 'city', below: 'community', department: 'office', sibling: 'neighbour', far: 'elsewhere', unknown: 'no-such-unit' } as const;
type PlaceName = keyof typeof PLACES;

const UP = 'holder above top';
const HIGHER = 'above top';
const AREA = 'holder above top below';
const NO = '';

/** From where each role may give each command on the matter; an empty cell is "from nowhere". Columns are in the order of ROLES. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  //                       cadre     dispatcher  unit-head  supervisor auditor admin
  'report-issue':        [ AREA,     AREA,       AREA,      NO,        NO,     NO ],
  'read-reporter':       [ 'holder', AREA,       UP,        UP,        UP,     NO ],
  'read-household':      [ AREA,     AREA,       AREA,      AREA,      AREA,   NO ],
  'register-issue':      [ NO,       UP,         UP,        NO,        NO,     NO ],
  'reclassify-issue':    [ NO,       UP,         UP,        NO,        NO,     NO ],
  'dispatch-issue':      [ NO,       UP,         UP,        NO,        NO,     NO ],
  'sign-for-assignment': [ 'holder', NO,         UP,        NO,        NO,     NO ],
  'return-assignment':   [ NO,       'holder',   'holder',  NO,        NO,     NO ],
  'set-measure':         [ 'holder', NO,         UP,        NO,        NO,     NO ],
  'record-contact':      [ 'holder', NO,         UP,        NO,        NO,     NO ],
  'resolve-issue':       [ 'holder', NO,         UP,        NO,        NO,     NO ],
  'explain-issue':       [ 'holder', NO,         UP,        NO,        NO,     NO ],
  'ask-for-support':     [ 'holder', NO,         UP,        NO,        NO,     NO ],
  'take-over-issue':     [ NO,       NO,         HIGHER,    HIGHER,    NO,     NO ],
  'urge-issue':          [ NO,       NO,         UP,        UP,        NO,     NO ],
  'repeat-report':       [ AREA,     AREA,       AREA,      NO,        NO,     NO ],
  'record-verdict':      [ NO,       AREA,       UP,        UP,        NO,     NO ],
  'reopen-issue':        [ NO,       UP,         UP,        UP,        NO,     NO ],
  'close-issue':         [ NO,       NO,         UP,        UP,        NO,     NO ],
  'withdraw-issue':      [ NO,       UP,         UP,        NO,        NO,     NO ],
  'ask-to-open-identity': [ 'holder', UP,        UP,        UP,        UP,     NO ],
  'approve-opening':     [ NO,       NO,         HIGHER,    UP,        UP,     NO ],
  'refuse-opening':      [ NO,       NO,         HIGHER,    UP,        UP,     NO ],
  'pass-deadline':       [ NO,       NO,         NO,        NO,        NO,     NO ],
  'import-issue':        [ NO,       NO,         NO,        NO,        NO,     NO ],
  'import-reply':        [ NO,       NO,         NO,        NO,        NO,     NO ],
  // Names that no command has.
  'constructor':         [ NO,       NO,         NO,        NO,        NO,     NO ],
  ['__proto__']:         [ NO,       NO,         NO,        NO,        NO,     NO ],
};

function postOf(role: Role, unit: string): ActingPost {
  return { cadre: 'K1', post: 'P1', unit, role };
}

describe('the access matrix', () => {
  it.each(Object.entries(EXPECTED))('%s is given from where the table says, and from nowhere else', (command, cells) => {
    const found = ROLES.map((role) =>
      (Object.keys(PLACES) as PlaceName[]).filter((place) => mayGive(postOf(role, PLACES[place]), command, MATTER, directory)));
    expect(Object.fromEntries(ROLES.map((role, n) => [role, found[n]!])))
      .toEqual(Object.fromEntries(ROLES.map((role, n) => [role, cells[n]!.split(' ').filter(Boolean)])));
  });

  it('has a row for every command of an issue', async () => {
    const { ISSUE_VERBS } = (await import('#wire')).api;
    const verbs = ['report-issue', ...Object.values(ISSUE_VERBS).map(({ command }) => command)];
    expect(verbs.filter((command) => !(command in EXPECTED))).toEqual([]);
  });

  it('lets a department act on what the department itself holds', () => {
    const held = { area: 'community', unit: 'office' };
    expect(mayGive(postOf('cadre', 'office'), 'resolve-issue', held, directory)).toBe(true);
    expect(mayGive(postOf('cadre', 'subdistrict'), 'resolve-issue', held, directory)).toBe(false);
    // The subdistrict is above its office in the tree, but of the same level: nothing to take over.
    expect(mayGive(postOf('unit-head', 'subdistrict'), 'take-over-issue', held, directory)).toBe(false);
    expect(mayGive(postOf('unit-head', 'district'), 'take-over-issue', held, directory)).toBe(true);
  });

  it('keeps what is done for a resident at home, where the matter went up or out of the subtree', () => {
    const FOR_THE_RESIDENT: Readonly<Record<string, readonly Role[]>> = {
      'repeat-report': ['cadre', 'dispatcher', 'unit-head'], 'record-verdict': ['dispatcher'], 'read-reporter': ['dispatcher'],
    };
    for (const unit of ['city', 'neighbour']) {
      const away = { area: 'community', unit };
      for (const home of ['community', 'subdistrict']) {
        const mayStill = (command: string) => ROLES.filter((role) => mayGive(postOf(role, home), command, away, directory));
        const found = Object.keys(EXPECTED).map((command) => [command, mayStill(command)] as const).filter(([command, roles]) => roles.length > 0 && command !== 'report-issue' && command !== 'read-household');
        expect(Object.fromEntries(found)).toEqual(FOR_THE_RESIDENT);
      }
    }
    expect(mayGive(postOf('dispatcher', 'neighbour'), 'record-verdict', { area: 'community', unit: 'city' }, directory)).toBe(false);
  });

  it('denies everything on a matter whose units are unknown', () => {
    const lost = { area: 'nowhere', unit: 'nowhere' };
    const given = ROLES.flatMap((role) => Object.keys(EXPECTED).filter((command) => mayGive(postOf(role, 'city'), command, lost, directory)));
    expect(given).toEqual([]);
    expect(mayGive(postOf('cadre', 'nowhere'), 'resolve-issue', lost, directory)).toBe(false);
  });

  it('takes a report for an area that the roster leads to, from each role that reports at all, and nothing else for it', () => {
    const reporters = (linked: readonly string[], area = 'elsewhere') => ROLES.filter((role) => mayReport(postOf(role, 'office'), area, linked, directory));
    expect(reporters([])).toEqual([]);
    expect(reporters(['elsewhere'])).toEqual(['cadre', 'dispatcher', 'unit-head']);
    // A link leads to its own area, not to what lies below or beside it, and to nothing that is not there.
    expect(reporters(['neighbour'])).toEqual([]);
    expect(reporters(['community'])).toEqual([]);
    expect(reporters(['nowhere'], 'nowhere')).toEqual([]);
    expect(reporters([], 'office')).toEqual(['cadre', 'dispatcher', 'unit-head']);
    const matter = { area: 'elsewhere', unit: 'elsewhere' };
    expect(Object.keys(EXPECTED).filter((command) => ROLES.some((role) => mayGive(postOf(role, 'office'), command, matter, directory)))).toEqual([]);
  });

  it('denies a role that is none', () => {
    for (const role of ['constructor', '__proto__', 'root', ''] as unknown as Role[]) {
      expect(mayGive(postOf(role, 'city'), 'report-issue', MATTER, directory)).toBe(false);
      expect(mayAsk(role, 'ledger')).toBe(false);
      expect(mayAdminister(postOf(role, 'city'), 'propose-rulebook', directory)).toBe(false);
      expect(scopeOf(postOf(role, 'city'))).toEqual({ within: [] });
    }
  });
});

describe('what each role may ask', () => {
  const matters: QueryName[] = ['ledger', 'board', 'issue', 'history', 'figures', 'export'];
  const readers: Role[] = ['cadre', 'dispatcher', 'unit-head', 'supervisor', 'auditor'];

  it('shows matters to everyone but the administrator, within the own unit and below', () => {
    expect(ROLES.filter((role) => matters.every((query) => mayAsk(role, query)))).toEqual(readers);
    expect(ROLES.filter((role) => matters.some((query) => mayAsk(role, query)))).toEqual(readers);
    expect(readers.map((role) => scopeOf(postOf(role, 'subdistrict')))).toEqual(readers.map(() => ({ within: ['subdistrict'] })));
    expect(scopeOf(postOf('administrator', 'city'))).toEqual({ within: [] });
  });

  it('shows everyone the rules that bind them', () => {
    expect(ROLES.filter((role) => mayAsk(role, 'rulebook'))).toEqual(ROLES);
  });

  it('lets auditors and the supervisor of the root try other rules on what has been, and nobody else', () => {
    const from = ROLES.flatMap((role) => Object.values(PLACES).filter((unit) => mayTryRules(postOf(role, unit), directory)).map((unit) => `${role} ${unit}`));
    expect(from).toEqual(['supervisor city', ...Object.values(PLACES).map((unit) => `auditor ${unit}`)]);
  });

  it('lets supervisors and auditors search the events, and nobody else', () => {
    expect(ROLES.filter((role) => mayAsk(role, 'events'))).toEqual(['supervisor', 'auditor']);
  });

  it('lists who read sensitive files, and what else was noted of people, to auditors alone', () => {
    expect(ROLES.filter((role) => mayAsk(role, 'sensitive-reads'))).toEqual(['auditor']);
    expect(ROLES.filter((role) => mayAsk(role, 'audit'))).toEqual(['auditor']);
  });

  it('shows what the product runs on to the administrator alone', () => {
    expect(ROLES.filter((role) => mayAsk(role, 'operations'))).toEqual(['administrator']);
  });
});

describe('what is granted', () => {
  const doors = declaredRoutes(CONTROLLERS).map(({ operation }) => operation.access);
  const opened = (kind: 'query' | 'command' | 'act'): string[] => doors.flatMap((access) => (typeof access === 'object' && kind in access ? [(access as Readonly<Record<string, string>>)[kind]!] : []));

  it.each([
    ['query', QUERY_GRANTS], ['act', ADMINISTRATION_GRANTS],
    ['command', Object.fromEntries(Object.entries(ISSUE_GRANTS).map(([role, grants]) => [role, Object.keys(grants)]))],
  ] as const)('has a way in: every %s', (kind, grants) => {
    const granted = new Set<string>(Object.values(grants).flat());
    expect(granted.size).toBeGreaterThan(5);
    expect([...granted].filter((name) => !opened(kind).includes(name))).toEqual([]);
  });
});

describe('who does what concerns the whole', () => {
  it.each<[AdministrationAct, Role[]]>([
    ['propose-rulebook', ['administrator']], ['approve-rulebook', ['supervisor', 'administrator']], ['withdraw-rulebook', ['supervisor', 'administrator']], ['adopt-rulebook', []],
    ['skip-event', ['administrator']], ['rebuild-read-model', ['administrator']], ['erase-person', ['administrator']],
  ])('leaves %s to the root: %j', (act, roles) => {
    const from = ROLES.flatMap((role) => Object.values(PLACES).filter((unit) => mayAdminister(postOf(role, unit), act, directory)).map((unit) => [role, unit]));
    expect(from).toEqual(roles.map((role) => [role, 'city']));
  });
});
