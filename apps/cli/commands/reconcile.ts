import type { Command } from 'commander';
import { Clock, connectWithRetry, IssueWorkflows, type ReconcileReport, type Workflows } from '#clock';
import { Fault } from '#kernel';
import type { StandstillCause } from '#wire/clock';
import { withContext, type Context } from '../context.js';
import { noteOperator } from '../operator.js';
import { EXIT, type Terminal } from '../terminal.js';

const STANDSTILLS = { 'gap-undeclared': 'clock-stands-gap-undeclared', 'record-shorter': 'clock-stands-record-shorter', 'workflows-ahead': 'clock-stands-workflows-ahead' } as const satisfies Record<StandstillCause, string>;

export function addReconcile(program: Command, terminal: () => Terminal): void {
  program.command('reconcile')
    .description('help.reconcile')
    .action(async () => {
      const say = terminal();
      const report = await withContext(async (context) => {
        const { temporal: options } = context.config;
        if (options.address === null) throw new Fault('no-temporal');
        const temporal = await connectWithRetry(options, { signal: AbortSignal.timeout(15_000) })
          .catch((cause: unknown) => { throw cause instanceof Fault ? cause : new Fault('temporal-unreachable', { params: { address: options.address ?? '' }, cause }); });
        try {
          const bar = say.progress('reconciling');
          return await reconcile(context, new IssueWorkflows({ client: temporal.client }), (done, total) => bar.update(done, total)).finally(() => bar.stop());
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

export async function reconcile(context: Context, workflows: Workflows, onProgress?: (done: number, total: number) => void): Promise<ReconcileReport> {
  const { record: store, pool, mark } = context;
  const report = await new Clock({ store, pool, workflows, undeclared: async () => (await mark.read()) !== undefined, log: { info() {}, warn() {}, alarm() {} } }).reconcile(onProgress);
  const { started, finished, signalled, ended } = report;
  await noteOperator(context, 'reconciled', { detail: { started, finished, signalled, ended, ...(report.standstill && { standstill: report.standstill }) } });
  return report;
}
