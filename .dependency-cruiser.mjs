import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The rooms, inner ones first. `may`: the rooms whose insides it knows besides its own. `packages`: the npm packages it may
 * use, all when left out; `node: false`: it uses none of Node's own modules. `planted`: an import that breaks the room's law, which
 * the tests plant to see the rule turn red.
 */
export const ROOMS = [
  { room: 'libs/kernel', may: [], packages: [], node: false, planted: '#domain' },
  { room: 'libs/domain', may: ['libs/kernel'], packages: [], node: false, planted: '#wire' },
  { room: 'libs/wire', may: ['libs/kernel', 'libs/domain'], packages: ['zod'], planted: '#event-store' },
  { room: 'libs/messages', may: ['libs/kernel'], planted: '#domain' },
  { room: 'libs/config', may: ['libs/kernel'], planted: '#domain' },
  { room: 'libs/database', may: ['libs/kernel'], planted: '#event-store' },
  { room: 'libs/event-store', may: ['libs/kernel'], packages: [], planted: '#database' },
  { room: 'libs/event-store/kurrentdb', may: ['libs/kernel', 'libs/event-store'], packages: ['@kurrent/kurrentdb-client'], planted: '#database' },
  { room: 'libs/event-store/memory', may: ['libs/kernel', 'libs/event-store'], planted: '#database' },
  { room: 'libs/event-store/postgres', may: ['libs/kernel', 'libs/event-store', 'libs/database'], planted: '#domain' },
  { room: 'libs/projections', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/event-store'], packages: [], node: false, planted: '#database' },
  { room: 'libs/projections/postgres', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/event-store', 'libs/database', 'libs/projections', 'libs/accountability'], planted: '#application' },
  { room: 'libs/accountability', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/projections'], packages: [], node: false, planted: '#event-store' },
  { room: 'libs/audit', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/event-store', 'libs/projections', 'libs/messages'], planted: '#application' },
  { room: 'libs/what-if', may: ['libs/kernel', 'libs/domain', 'libs/event-store', 'libs/wire', 'libs/projections', 'libs/accountability'], packages: [], node: false, planted: '#application' },
  { room: 'libs/privacy', may: ['libs/kernel', 'libs/wire', 'libs/event-store', 'libs/config'], packages: [], planted: '#database' },
  { room: 'libs/privacy/postgres', may: ['libs/kernel', 'libs/config', 'libs/privacy', 'libs/database'], planted: '#event-store' },
  { room: 'libs/recovery', may: ['libs/kernel', 'libs/event-store', 'libs/database', 'libs/seal'], planted: '#application' },
  { room: 'libs/seal', may: ['libs/kernel', 'libs/event-store', 'libs/config'], packages: [], planted: '#domain' },
  { room: 'libs/seal/postgres', may: ['libs/kernel', 'libs/seal', 'libs/database'], planted: '#event-store' },
  { room: 'libs/identity', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/projections', 'libs/database'], planted: '#application' },
  { room: 'libs/application', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/event-store', 'libs/projections', 'libs/accountability', 'libs/audit', 'libs/what-if', 'libs/identity', 'libs/privacy'], planted: '#servers' },
  { room: 'libs/clock', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/event-store', 'libs/application', 'libs/database', 'libs/config'], planted: '#servers' },
  { room: 'libs/servers', may: ['libs/kernel', 'libs/wire'], planted: '#database' },
  { room: 'libs/testing', may: ['libs'], planted: '../../apps/api/main.js' },
  // Beside the workflows lie their tools: what bundles them and what records their histories.
  { room: 'workflows', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/servers'], packages: ['@temporalio/worker', '@temporalio/common', '@temporalio/client'], planted: '#application' },
  { room: 'workflows/src', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'workflows/patches.ts'], packages: ['@temporalio/workflow'], node: false, planted: '#clock' },
  ...['api', 'worker', 'projector', 'cli', 'minqing'].map((app) => ({ room: `apps/${app}`, may: ['libs', 'workflows', 'apps/open-store.ts', 'apps/sample-mark.ts'], planted: app === 'api' ? '../cli/planted.js' : '../api/planted.js' })),
  { room: 'apps/web', may: ['libs/kernel', 'libs/domain', 'libs/wire', 'libs/messages', 'libs/accountability'], planted: '#event-store' },
];

const SPEC = '[.]spec[.]tsx?$';
const OURS = '^(apps|libs|workflows|test|bench)/';
const ADAPTERS = ['libs/event-store/postgres', 'libs/event-store/memory', 'libs/event-store/kurrentdb', 'libs/projections/postgres', 'libs/projections/memory', 'libs/seal/postgres', 'libs/privacy/postgres'];

function escaped(path) {
  return path.replace(/[.]/g, '[.]');
}

/** A room's own files: not those of a room inside it, and not specs, which may look anywhere. */
function insideOf(room) {
  const inner = ROOMS.map((each) => each.room).filter((other) => other.startsWith(`${room}/`));
  return { path: `^${room}/`, pathNot: [SPEC, ...inner.map((other) => `^${other}/`)] };
}

function lawsOf({ room, may, packages, node }) {
  const from = insideOf(room);
  const own = new RegExp(`^${room}/`);
  // A room that may be known is known by its own files; the adapters inside it are rooms of their own.
  const adapters = ADAPTERS.filter((adapter) => !own.test(`${adapter}/`) && may.some((other) => adapter.startsWith(`${other}/`)) && !may.includes(adapter));
  const closed = room.startsWith('apps/') || room === 'libs/testing' ? [] : adapters;
  const laws = [{ name: `${room} knows only inner rooms`, severity: 'error', from, to: { path: OURS, pathNot: [`^${room}/`, ...may.map((other) => `^${escaped(other)}(/|$)`)] } }];
  if (closed.length > 0) laws.push({ name: `${room} knows no adapter`, severity: 'error', from, to: { path: closed.map((adapter) => `^${adapter}/`) }, planted: adapterAlias(closed[0]) });
  if (packages) laws.push({ name: `${room} uses only its packages`, severity: 'error', from, to: { path: 'node_modules/', pathNot: packages.map((name) => `node_modules/${name}/`) }, planted: 'rxjs' });
  if (node === false) laws.push({ name: `${room} does no input or output`, severity: 'error', from, to: { dependencyTypes: ['core'] }, planted: 'node:fs' });
  return laws;
}

function adapterAlias(adapter) {
  return adapter.replace('libs/', '#');
}

const everywhere = [
  {
    name: 'Nest only in apps, application and identity',
    severity: 'error',
    from: { path: OURS, pathNot: [SPEC, '^apps/', '^libs/application/', '^libs/identity/', '^(test|bench)/'] },
    to: { path: 'node_modules/@nestjs/' },
    planted: { in: 'libs/database', imports: '@nestjs/common' },
  },
  {
    name: 'what ships knows no test',
    severity: 'error',
    from: { path: '^(apps|libs|workflows)/', pathNot: [SPEC, '^libs/testing/', '[.]contract[.]ts$', '/contract/'] },
    to: { path: '^(test|bench|libs/testing)/' },
    planted: { in: 'apps/api', imports: '#testing/servers' },
  },
  {
    name: 'every import leads somewhere',
    severity: 'error',
    from: { path: OURS },
    to: { couldNotResolve: true },
    planted: { in: 'libs/kernel', imports: './nowhere.js' },
  },
  {
    // It is kept and run by whoever does not trust the rest.
    name: 'the offline verifier uses Node alone',
    severity: 'error',
    from: { path: '^apps/cli/verifier/' },
    to: { dependencyTypesNot: ['core'] },
    planted: { in: 'apps/cli/verifier', imports: '../planted.js' },
  },
  {
    name: 'the light entry of wire is free of zod',
    severity: 'error',
    from: { path: '^libs/wire/clock[.]ts$' },
    to: { path: ['node_modules/', '^libs/wire/'] },
    planted: { in: 'libs/wire', file: 'clock.ts', imports: 'zod' },
  },
];

/**
 * Every law with the import that breaks it.
 * @type {{ name: string, severity: 'error', from: { path: string, pathNot?: string[] }, to: object, planted: { in: string, file?: string, imports: string } }[]}
 */
export const LAWS = [
  ...ROOMS.flatMap((room) => lawsOf(room).map((law) => ({ ...law, planted: { in: room.room, imports: law.planted ?? room.planted } }))),
  ...everywhere,
];

/** The aliases of package.json, led to the sources under a root. */
export function aliasesUnder(root) {
  const { imports } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return Object.fromEntries(Object.entries(imports).map(([name, built]) => [`${name}$`, join(root, built.replace('./dist/', '').replace(/\.js$/, '.ts'))]));
}

export function resolveUnder(root) {
  return {
    alias: aliasesUnder(root),
    extensionAlias: { '.js': ['.ts', '.tsx', '.js'], '.mjs': ['.mts', '.mjs'] },
    exportsFields: ['exports'],
    conditionNames: ['types', 'import', 'node', 'default'],
    bustTheCache: true,
  };
}

export default {
  forbidden: LAWS.map(({ name, severity, from, to }) => ({ name, severity, from, to })),
};

export const OPTIONS = { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, exclude: { path: '^dist/' } };
