import { Fault } from '#kernel';

/** The value of a key that this process cannot do without. Throws Fault configuration-missing, with what to do. */
export function needed<T>(value: T | null, key: string): T {
  if (value !== null) return value;
  throw new Fault('configuration-missing', { params: { key }, tryNext: `Set ${key} (see .env.example), or run \`npm start\`, which starts servers of its own and sets it.` });
}
