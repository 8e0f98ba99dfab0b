import { add, lineOf, nothing, resultOf } from '../tally.mjs';

const report = { numPassedTests: 7, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };

describe('the tally of a test run', () => {
  it('counts what jest counts', () => {
    expect(resultOf(JSON.stringify({ ...report, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }), 1)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('counts a suite that could not run as a failure', () => {
    expect(resultOf(JSON.stringify({ ...report, numRuntimeErrorTestSuites: 1 }), 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it('counts a bad end as a failure although every test passed', () => {
    expect(resultOf(JSON.stringify(report), 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(resultOf(JSON.stringify(report), null)).toMatchObject({ failed: 1 });
  });

  it.each(['', 'null', '{}', '{"numPassedTests":'])('counts a run without a whole report (%j) as a failure', (text) => {
    expect(resultOf(text, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('is one plain line', () => {
    expect(lineOf(add(nothing(), { passed: 3, failed: 1 }))).toBe('3 passed, 1 failed');
    expect(lineOf({ passed: 3, failed: 0, skipped: 2 })).toBe('3 passed, 0 failed, 2 skipped');
  });
});
