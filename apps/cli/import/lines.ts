const [LF, CR] = [0x0a, 0x0d];
const TIDY_AFTER = 10_000;

/** Tells on which line of a text a row begins: empty lines and line breaks within cells count, and belong to no row of their own. Offsets are bytes. */
export class Lines {
  private line = 1;
  private offset = 0;
  private isEmpty = true;
  private last = 0;
  /** Where each line that is not empty begins, and its number; what lies before `passed` was asked for. */
  private starts: { readonly offset: number; readonly line: number }[] = [];
  private passed = 0;

  /** The text, piece by piece. */
  see(piece: Uint8Array): void {
    for (const byte of piece) {
      if (byte === LF || byte === CR) this.breakAt(byte);
      else if (this.isEmpty) {
        this.starts.push({ offset: this.offset, line: this.line });
        this.isEmpty = false;
      }
      this.last = byte;
      this.offset += 1;
    }
  }

  /** The line of the row that follows what ended at the offset; to be asked in the order of the text. */
  following(end: number): number {
    while (this.passed < this.starts.length && this.starts[this.passed]!.offset < end) this.passed += 1;
    if (this.passed > TIDY_AFTER) {
      this.starts = this.starts.slice(this.passed);
      this.passed = 0;
    }
    return this.starts[this.passed]?.line ?? this.line;
  }

  private breakAt(byte: number): void {
    // CR LF is one break.
    if (byte === LF && this.last === CR) return;
    this.line += 1;
    this.isEmpty = true;
  }
}
