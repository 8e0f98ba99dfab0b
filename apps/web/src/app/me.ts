import { createContext, useContext } from 'react';
import type { api } from '#wire';

const MeContext = createContext<api.Me | null>(null);

export const MeProvider = MeContext.Provider;

/** Who is signed in. Only screens inside the shell may ask. */
export function useMe(): api.Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside the shell: nobody is signed in there');
  return me;
}
