import type { Opener } from '#privacy';
import type { HouseholdsFound, ReadModels, Views } from '#projections';
import type { api } from '#wire';
import { isNumber, type Part, searchRows } from './search-rows.js';

/** Read models hold personal texts as they are on record, sealed: these hand them out in clear, of the present and of any past moment. */
export function readableModels(models: ReadModels, opener: Opener): ReadModels {
  const { rows } = readerOf(opener);
  return {
    ...readableViews(models, opener),
    asOf: (position) => readableViews(models.asOf(position), opener),
    boardChanges: async (...asked) => {
      const { changed, position } = await models.boardChanges(...asked);
      const readable = await rows(changed.map(({ row }) => row));
      return { position, changed: changed.map((change, index) => ({ ...change, row: readable[index]! })) };
    },
    changedBetween: (...asked) => models.changedBetween(...asked),
    recordedAfter: (...asked) => models.recordedAfter(...asked),
    position: (...asked) => models.position(...asked),
    standing: (...asked) => models.standing(...asked),
    waitFor: (...asked) => models.waitFor(...asked),
    onAdvance: (...asked) => models.onAdvance(...asked),
  };
}

function readableViews(views: Views, opener: Opener): Views {
  const { fields, rows, page } = readerOf(opener);
  return {
    ledger: async (query, ...rest) => {
      const { q, ...filters } = query;
      if (q === undefined || q === '' || isNumber(q)) return page(await views.ledger(query, ...rest));
      return searchRows(async (part) => page(await views.ledger({ ...filters, ...part }, ...rest)), query, q, ({ number, title }) => [number, title]);
    },
    board: async (...asked) => page(await views.board(...asked)),
    issue: async (...asked) => {
      const found = await views.issue(...asked);
      return found && { ...found, row: (await rows([found.row]))[0]! };
    },
    issues: async (...asked) => new Map((await rows([...(await views.issues(...asked)).values()])).map((row) => [row.issueId, row])),
    figures: async (...asked) => {
      const figures = await views.figures(...asked);
      return { ...figures, rows: await fields(figures.rows, ['name']) };
    },
    cadres: async (...asked) => fields(await views.cadres(...asked), ['name']),
    postsOf: async (...asked) => fields(await views.postsOf(...asked), ['name']),
    cadreNames: async (...asked) => {
      const names = await views.cadreNames(...asked);
      const read = await opener.reader(names.values());
      return new Map([...names].map(([cadre, name]) => [cadre, read(name)]));
    },
    households: readableHouseholds(views, opener),
    roster: async (...asked) => {
      const found = await views.roster(...asked);
      return { ...found, rows: await fields(found.rows, ['cadreName', 'targetName']) };
    },
    units: (...asked) => views.units(...asked),
    directory: (...asked) => views.directory(...asked),
    trail: (...asked) => views.trail(...asked),
    topics: (...asked) => views.topics(...asked),
  };
}

/** With addresses in clear, among which `q` is looked for as well. */
function readableHouseholds(views: Views, opener: Opener): Views['households'] {
  const { fields } = readerOf(opener);
  return async ({ q, ...filters }, ...rest) => {
    const list = async (part: Part): Promise<HouseholdsFound> => {
      const found = await views.households({ ...filters, ...part }, ...rest);
      return { ...found, rows: await fields(found.rows, ['address']) };
    };
    return q === undefined || q === '' ? list({}) : searchRows(list, filters, q, ({ household, address }) => [household, address]);
  };
}

function readerOf(opener: Opener) {
  async function fields<Row extends object>(rows: readonly Row[], keys: readonly (keyof Row & string)[]): Promise<Row[]> {
    const textsOf = (row: Row): string[] => keys.flatMap((key) => (typeof row[key] === 'string' ? [row[key]] : []));
    const read = await opener.reader(rows.flatMap(textsOf));
    return rows.map((row) => ({ ...row, ...Object.fromEntries(keys.map((key) => [key, typeof row[key] === 'string' ? read(row[key]) : row[key]])) }));
  }
  const rows = (issues: readonly api.IssueRow[]): Promise<api.IssueRow[]> => fields(issues, ['title', 'responsibleName']);
  return { fields, rows, page: async <Page extends { readonly rows: api.IssueRow[] }>(page: Page): Promise<Page> => ({ ...page, rows: await rows(page.rows) }) };
}
