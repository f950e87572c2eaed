import Mocha from 'mocha';

/** What a run came to, in the words of the summary line. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line that ends every test run, alone on its line. */
export function summaryLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Mocha's `spec` report, ended by one line of its own counts; a run in which nothing passed fails. */
export default class SummaryReporter extends Mocha.reporters.Spec {
  override done(failures: number, finish?: (failures: number) => void): void {
    const { passes, failures: failed, pending } = this.stats;
    // Mocha's own handle on the console, which a test that replaces console.log does not reach.
    const print = Mocha.reporters.Base.consoleLog;
    if (passes === 0) print('no test passed: give mocha a pattern that finds tests');
    print(summaryLine({ passed: passes, failed, skipped: pending }));
    finish?.(passes === 0 ? Math.max(1, failures) : failures);
  }
}
