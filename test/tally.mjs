/** Counts of tests: what passed, failed, and was left out. */
export function nothing() {
  return { passed: 0, failed: 0, skipped: 0 };
}

export function add(a, b) {
  return { passed: a.passed + (b.passed ?? 0), failed: a.failed + (b.failed ?? 0), skipped: a.skipped + (b.skipped ?? 0) };
}

export function lineOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * What jest's JSON report counts. A suite that could not run is one failure, a run without a report as well, and so is
 * one that ends badly although every test passed (an open handle, a broken teardown).
 */
export function resultOf(report, exitCode) {
  const json = parsed(report);
  if (json === null) return { passed: 0, failed: 1, skipped: 0 };
  const failed = json.numFailedTests + json.numRuntimeErrorTestSuites;
  return {
    passed: json.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: json.numPendingTests + json.numTodoTests,
  };
}

function parsed(text) {
  try {
    const json = JSON.parse(text);
    return typeof json?.numPassedTests === 'number' ? json : null;
  } catch {
    return null;
  }
}
