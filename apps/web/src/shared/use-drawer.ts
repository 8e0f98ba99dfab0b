import { useState } from 'react';

/**
 * What stands in the drawer beside a screen, and whether it is open: it keeps its content while it closes. `opening` is
 * another one each time it is opened; as a key it makes a new form for each opening, and leaves one that is being
 * written alone, whatever the screen behind it reads anew.
 */
export function useDrawer<Content>() {
  const [state, setState] = useState<{ readonly content: Content | null; readonly open: boolean; readonly opening: number }>({ content: null, open: false, opening: 0 });
  return {
    ...state,
    show: (content: Content) => { setState((before) => ({ content, open: true, opening: before.opening + 1 })); },
    /** Closes this opening; an answer that comes late leaves the next one alone. */
    close: () => { setState((now) => (now.opening === state.opening ? { ...now, open: false } : now)); },
  };
}
