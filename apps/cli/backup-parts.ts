import { createHash, type Hash } from 'node:crypto';

/** A line of a backup, its newline with it, and the part that it belongs to. The lines of a part follow each other. */
export interface PartLine {
  readonly part: string;
  readonly line: string;
}

/** What ends a part: how many lines it has, and the SHA-256 (hex) over them. */
export interface PartEnd {
  readonly part: string;
  readonly lines: number;
  readonly sha256: string;
}

/** Counts and sums the lines of one part. */
export class PartSum {
  private lines = 0;
  private readonly sum: Hash = createHash('sha256');

  constructor(readonly part: string) {}

  take(line: string): void {
    this.lines += 1;
    this.sum.update(line);
  }

  get end(): PartEnd {
    return { part: this.part, lines: this.lines, sha256: this.sum.copy().digest('hex') };
  }

  endsAs({ part, lines, sha256 }: PartEnd): boolean {
    const { end } = this;
    return part === end.part && lines === end.lines && sha256 === end.sha256;
  }
}

/** The lines, each part followed by what ends it. */
export async function* withEnds(lines: AsyncIterable<PartLine>): AsyncGenerator<string> {
  let sum: PartSum | undefined;
  for await (const { part, line } of lines) {
    if (sum && sum.part !== part) yield `${JSON.stringify(sum.end)}\n`;
    if (sum?.part !== part) sum = new PartSum(part);
    sum.take(line);
    yield line;
  }
  if (sum) yield `${JSON.stringify(sum.end)}\n`;
}
