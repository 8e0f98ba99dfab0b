/** Chance that a seed repeats (mulberry32): the same seed gives the same numbers for ever. */
export function chanceOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** A number from `least` up to, not including, `most`. */
    between: (least, most) => least + next() * (most - least),
    often: (share) => next() < share,
    /** One of the names, each as likely as its weight. */
    pick(weights) {
      let left = next() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
      return Object.entries(weights).find(([, weight]) => (left -= weight) < 0)?.[0] ?? Object.keys(weights).at(-1);
    },
    one: (list) => list[Math.floor(next() * list.length)],
  };
}
