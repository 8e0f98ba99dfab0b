/** What the peers' workflows ask for; the worker gives each its database. */
export interface Activities {
  /** Gives the report whose serial command this is and returns the revision that it stands at. */
  giveReport(command: string): Promise<string>;
  writeRow(dueAt: number): Promise<void>;
}
