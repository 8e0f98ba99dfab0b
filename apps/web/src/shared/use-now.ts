import { useEffect, useState } from 'react';
import { millisLookedFrom } from '../api/moment.js';

/** The past moment that is looked at, or the present one, told again every half minute, so that "in 3 h" stays true on an open page. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()); }, everyMs);
    return () => { clearInterval(timer); };
  }, [everyMs]);
  return millisLookedFrom() ?? now;
}
