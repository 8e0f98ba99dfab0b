import { Terminal } from './terminal.js';

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
