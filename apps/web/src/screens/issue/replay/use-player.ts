import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useSearchParams } from 'react-router';

/** How long a step is shown at speed 1: time to read a sentence and what changed. */
const STEP_MS = 3_000;
export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

export interface Player {
  /** The step shown, from 1; null while nobody has begun to step. */
  readonly step: number | null;
  readonly last: number;
  readonly playing: boolean;
  readonly speed: Speed;
  go(step: number): void;
  toggle(): void;
  choose(speed: Speed): void;
  onKeyDown(event: KeyboardEvent): void;
}

function stepIn(search: URLSearchParams, last: number): number | null {
  const step = Number(search.get('step'));
  return Number.isInteger(step) && step >= 1 ? Math.min(step, last) : null;
}

/** The step is in the address: a link leads to it, and back leads to the one before. What plays by itself leaves no trail of addresses. */
export function usePlayer(last: number): Player {
  const [search, setSearch] = useSearchParams();
  const [playing, setPlaying] = useState(false);
  const [speed, choose] = useState<Speed>(1);
  const step = stepIn(search, last);
  /** The way back to the beginning has been asked for; the address takes a moment to follow. */
  const rewinding = useRef(false);

  const show = useCallback((wanted: number, replace: boolean) => {
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set('step', String(Math.max(1, Math.min(wanted, last))));
      return after;
    }, { replace, preventScrollReset: true });
  }, [setSearch, last]);

  useEffect(() => {
    if (step !== last) rewinding.current = false;
    if (!playing || rewinding.current) return;
    if (step === last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => { show((step ?? 0) + 1, step !== null); }, step === null ? 0 : STEP_MS / speed);
    return () => { clearTimeout(timer); };
  }, [playing, step, last, speed, show]);

  const go = (wanted: number) => {
    setPlaying(false);
    if (wanted !== step) show(wanted, false);
  };
  const toggle = () => {
    if (!playing && step === last && last > 1) {
      rewinding.current = true;
      show(1, false);
    }
    setPlaying(!playing);
  };
  return { step, last, playing, speed, go, toggle, choose, onKeyDown: keysFor({ step, last, go, toggle }) };
}

/** Arrows, Home and End step; the space bar plays and stops, where it does not press a button already. */
function keysFor({ step, last, go, toggle }: Pick<Player, 'step' | 'last' | 'go' | 'toggle'>): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLSelectElement) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => { go((step ?? 0) + 1); },
      ArrowLeft: () => { go((step ?? 2) - 1); },
      Home: () => { go(1); },
      End: () => { go(last); },
      ...(event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement ? {} : { ' ': toggle }),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
