import { figureWords, sourceWords } from '#messages';
import type { api } from '#wire';
import { localTime } from '../local-time.js';
import type { Terminal } from '../terminal.js';

/** A warning when the calendar of the rules in force ends soon or has ended; null when it reaches far enough. */
export function calendarWarning(terminal: Terminal, { status, calendar, coveredTo, daysLeft, newest }: api.CalendarCoverage): string | null {
  if (status === 'covered') return null;
  const warning = terminal.words(`calendar-${status}`, { calendar, coveredTo, daysLeft });
  return newest === calendar ? warning : `${warning}\n${terminal.words('calendar-newer', { newest })}`;
}

/** A version with who stands behind it, in a few lines. */
export function tellVersion(terminal: Terminal, row: api.RulebookVersionRow): void {
  const moment = (instant: string | null): string => (instant === null ? '…' : localTime(instant));
  terminal.say('rulebook-row', { version: row.version, standing: terminal.term('rule-standing', row.standing), from: moment(row.from ?? row.effectiveFrom), until: moment(row.until) });
  if (row.oneStep) terminal.say('rulebook-row-one-step');
  for (const act of ['proposed', 'approved', 'withdrawn'] as const) {
    const done = row[act];
    if (done && !row.oneStep) terminal.say(`rulebook-row-${act}`, { at: localTime(done.at), by: done.byName, ...(done.reason === null ? {} : { reason: done.reason }) });
  }
}

export function tellFigure(terminal: Terminal, { place, value, source, use }: api.RulebookFigure): void {
  const note = use === 'none' ? terminal.term('rule-effect', 'none') : '';
  terminal.say('rulebook-figure', { figure: terminal.term('figure', place), value: figureWords(terminal.locale, value), source: sourceWords(terminal.locale, place, source), note });
}

export function tellDifference(terminal: Terminal, { place, change, use, old, new: after }: api.RulebookDifference): void {
  terminal.say('rulebook-difference', {
    figure: terminal.term('figure', place), old: figureWords(terminal.locale, old.value), new: figureWords(terminal.locale, after.value),
    change: terminal.term('rule-change', change), source: sourceWords(terminal.locale, place, after.source),
    effect: terminal.term('rule-effect', change === 'source-only' ? 'source-only' : use),
  });
}
