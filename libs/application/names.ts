import type { Names } from '#audit';
import type { Views } from '#projections';

/** What people call, or called, units and these cadres; whoever has no name is called by code. */
export async function namesOf(readModels: Pick<Views, 'units' | 'cadreNames'>, cadres: readonly string[]): Promise<Names> {
  const [units, cadreNames] = await Promise.all([readModels.units(), readModels.cadreNames([...new Set(cadres)])]);
  const unitNames = new Map(units.map(({ code, name }) => [code, name]));
  return { unit: (code) => unitNames.get(code) ?? code, cadre: (code) => cadreNames.get(code) ?? code };
}
