/** The names of streams. Codes only: a name is written in clear for ever. */
export const streamOf = {
  issue: (issueId: string) => `issue/${issueId}`,
  unit: (code: string) => `unit/${code}`,
  cadre: (cadre: string) => `cadre/${cadre}`,
  household: (household: string) => `household/${household}`,
  roster: (link: string) => `roster/${link}`,
  erasure: (erasure: string) => `erasure/${erasure}`,
  readModel: (name: string) => `read-model/${name}`,
} as const;

export const RULEBOOK_STREAM = 'rulebook';
