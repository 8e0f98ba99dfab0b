/** Signs that take two columns of a terminal. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/gu;

/** A table as lines: the first column to the left, the others to the right, whatever script they are in. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, widthOf(cell))), []);
  return rows.map((row) => row.map((cell, column) => {
    const space = ' '.repeat(widths[column]! - widthOf(cell));
    return column === 0 ? cell + space : space + cell;
  }).join('  '));
}

function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
