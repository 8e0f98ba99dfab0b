import { code, text } from './columns.js';
import type { ImportContext } from './importer.js';
import { readTable } from './table.js';
import { Fault } from '#kernel';

/** A CSV file with the columns `place` and `unit`. It is small and must be right: the first wrong row is a Fault `places-wrong`. */
export async function readPlaces(file: string): Promise<ImportContext['places']> {
  const places: { place: string; unit: string }[] = [];
  for await (const found of readTable<{ place: string; unit: string }>(file, { place: text(100, 'place'), unit: code('unit') })) {
    if ('problems' in found) throw new Fault('places-wrong', { params: { file, line: found.line, column: found.problems[0]?.column ?? '' } });
    places.push(found.row);
  }
  return places;
}
