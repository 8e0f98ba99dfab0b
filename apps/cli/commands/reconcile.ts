import type { Command } from 'commander';
import { Clock, connectWithRetry, IssueWorkflows } from '#clock';
import { Fault } from '#kernel';
import type { StandstillCause } from '#wire/clock';
import { withContext } from '../context.js';
import { EXIT, type Terminal } from '../terminal.js';

const STANDSTILLS = { 'gap-undeclared': 'clock-stands-gap-undeclared', 'record-shorter': 'clock-stands-record-shorter', 'workflows-ahead': 'clock-stands-workflows-ahead' } as const satisfies Record<StandstillCause, string>;

export function addReconcile(program: Command, terminal: () => Terminal): void {
  program.command('reconcile')
    .description('help.reconcile')
    .action(async () => {
      const say = terminal();
      const report = await withContext(async ({ config, record: store, pool, mark }) => {
        if (config.temporal.address === null) throw new Fault('no-temporal');
        const temporal = await connectWithRetry(config.temporal, { signal: AbortSignal.timeout(15_000) })
          .catch((cause: unknown) => { throw cause instanceof Fault ? cause : new Fault('temporal-unreachable', { params: { address: config.temporal.address ?? '' }, cause }); });
        try {
          const workflows = new IssueWorkflows({ client: temporal.client });
          const clock = new Clock({ store, pool, workflows, undeclared: async () => (await mark.read()) !== undefined, log: { info() {}, warn() {}, alarm() {} } });
          const bar = say.progress('reconciling');
          return await clock.reconcile((done, total) => bar.update(done, total)).finally(() => bar.stop());
        } finally {
          await temporal.connection.close();
        }
      });
      say.say('reconciled', { started: report.started, finished: report.finished, signalled: report.signalled, ahead: report.ahead.length, troubled: report.troubled.length });
      if (report.refusal !== null) say.say('reconcile-refused', { count: report.refused.length, issues: report.refused.slice(0, 5).join(', '), reason: report.refusal });
      if (report.standstill) say.say(STANDSTILLS[report.standstill]);
      say.result(report);
      process.exitCode = report.standstill || report.troubled.length + report.refused.length > 0 ? EXIT.findings : EXIT.done;
    });
}
