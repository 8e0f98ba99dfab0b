import { jest } from '@jest/globals';
import { Terminal } from './terminal.js';

describe('progress where nobody watches a line change', () => {
  const written = (updates: readonly (readonly [number, number?])[]): string[] => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const bar = new Terminal('en', false).progress('exporting', { what: 'ledger' });
    for (const [done, total] of updates) bar.update(done, total);
    bar.stop();
    write.mockRestore();
    return lines.map((line) => line.trim());
  };

  it('is told by tenths of the whole, where that is known', () => {
    expect(written([[200, 1_000], [250, 1_000], [1_000, 1_000]])).toEqual(['Exporting ledger 20% (200/1000)', 'Exporting ledger 100% (1000/1000)']);
  });

  it('is told as a number and never as done, where nobody knows how much there is', () => {
    expect(written([[200], [1_200], [1_400], [2_000]])).toEqual(['Exporting ledger 1200', 'Exporting ledger 2000']);
  });
});

describe('the terminal', () => {
  const terminal = new Terminal('en', false);

  it('is not steered by what residents wrote', () => {
    const said = terminal.event('IssueWithdrawn', { reason: 'a\u001b]52;c;cm0=\u0007\u009b2J\u007f\u202eb' });
    expect(said).toBe('Withdrawn by who brought it: a\\u001b]52;c;cm0=\\u0007\\u009b2J\\u007f\\u202eb');
    expect(terminal.refusal({ code: 'unit-unknown', params: { unit: '\u001b[2K' } })).not.toContain('\u001b');
    expect(terminal.words('import-problem-row', { line: 1, reason: '\u001b[2K' })).toBe('line 1: \\u001b[2K');
  });

  it('says in words what cannot be read any more, and why', () => {
    expect(terminal.event('IssueWithdrawn', { reason: '[erased]' })).toContain('by who brought it: [erased]');
    expect(terminal.event('IssueWithdrawn', { reason: '[key lost]' })).toContain('by who brought it: [unreadable: its key was lost]');
  });

  it('shows no line of theirs as a step of its own', () => {
    const words = terminal.event('IssueWithdrawn', { reason: 'it is mended\r\n9. 2026-11-24 10:00:00  Closed.\rand\ttold\nto all' });
    const step = terminal.words('replay-step', { step: 8, at: '2026-11-24 09:00:00', words, by: 'Lin' });
    expect(step.split('\n')).toEqual([
      '8. 2026-11-24 09:00:00  Withdrawn by who brought it: it is mended', '     │ 9. 2026-11-24 10:00:00  Closed.', '     │ and\ttold', '     │ to all  (Lin)',
    ]);
  });
});
