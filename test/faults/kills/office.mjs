import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Levels that what is left alone in the community climbs through, as takings-over from a unit to the one above. */
export const CLIMB = ['LX-01>LX', 'LX>HD', 'HD>AH'];
const PEOPLE = [['dispatcher', 'C008'], ['head', 'C013'], ['supervisor', 'C009']];

/** The sample's units and people, rules by which a climb takes seconds, and the accounts of three people. By the command line, as an operator would. */
export async function prepareOffice(tree) {
  for (const kind of ['units', 'cadres', 'posts']) await tree.minqing('import', kind, `samples/campaign/${kind}.csv`);
  const file = join(tree.home, 'short-rules.json');
  await writeFile(file, JSON.stringify(short(JSON.parse(await tree.minqing('rulebook', 'show')))));
  await tree.minqing('rulebook', 'adopt', file);
  const people = [];
  for (const [login, cadre] of PEOPLE) {
    const { password } = JSON.parse(await tree.minqing('account', 'create', '--login', login, '--cadre', cadre, '--json'));
    people.push({ login, cadre, password });
  }
  return people;
}

/** The same rules with four seconds to handle a matter at each level. */
function short(rules) {
  const seconds = (amount) => ({ amount, unit: 'second' });
  const hour = { amount: 1, unit: 'hour' };
  const limit = seconds(4);
  return {
    ...rules, version: 'short-limits',
    sign: { ...rules.sign, value: hour }, firstContact: { ...rules.firstContact, value: hour },
    handling: { ...rules.handling, value: { community: limit, subdistrict: limit, district: limit, city: limit } },
    ladders: { ...rules.ladders, value: { ...rules.ladders.value, handling: [
      { act: 'due', offset: seconds(0) }, { act: 'tell-supervisor', offset: seconds(1) }, { act: 'take-over', offset: seconds(2) },
    ] } },
  };
}
