import { isWithin } from '#domain';
import type { ReadModels } from '#projections';

/** The codes of a unit and of all below it. */
export async function unitsUnder(root: string, readModels: Pick<ReadModels, 'units' | 'directory'>): Promise<readonly string[]> {
  const [units, directory] = await Promise.all([readModels.units(), readModels.directory()]);
  return units.map(({ code }) => code).filter((code) => isWithin(directory, code, root));
}
