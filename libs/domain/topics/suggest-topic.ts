import { OTHER_TOPIC, TOPIC_WORDS } from './topic-words.js';

/** A word in the title tells more than one somewhere in a long text. */
const TITLE_WEIGHT = 4;
/** More of the same word adds nothing: a long text is no stronger sign than a short one. */
const TEXT_HITS = 3;

const WORDS: readonly (readonly [topic: string, words: readonly string[]])[] = Object.entries(TOPIC_WORDS).map(([topic, words]) => [topic, words.split(' ')]);

/** Every topic that can be given, the catch-all last. */
export const TOPICS: readonly string[] = [...Object.keys(TOPIC_WORDS), OTHER_TOPIC];

/** The first level of a topic: `urban` of `urban/property`. */
export function branchOf(topic: string): string {
  return topic.split('/')[0] ?? topic;
}

/** The likeliest topic by its words: first the branch with the most signs, then the topic within it. A person decides. */
export function suggestTopic(title: string, text: string): string {
  const scores = WORDS.map(([topic, words]) => ({ topic, score: scoreOf(words, title, text) }));
  const branches = new Map<string, number>();
  for (const { topic, score } of scores) branches.set(branchOf(topic), (branches.get(branchOf(topic)) ?? 0) + score);
  const [branch, best] = [...branches].reduce((one, other) => (other[1] > one[1] ? other : one));
  if (best === 0) return OTHER_TOPIC;
  return scores.filter(({ topic }) => branchOf(topic) === branch).reduce((one, other) => (other.score > one.score ? other : one)).topic;
}

/** Longer words are rarer and tell more. */
function scoreOf(words: readonly string[], title: string, text: string): number {
  return words.reduce((sum, word) => sum + (word.length - 1 || 0.5) * (TITLE_WEIGHT * hits(word, title, 1) + hits(word, text, TEXT_HITS)), 0);
}

function hits(word: string, text: string, atMost: number): number {
  let found = 0;
  for (let at = text.indexOf(word); at !== -1 && found < atMost; at = text.indexOf(word, at + word.length)) found += 1;
  return found;
}
