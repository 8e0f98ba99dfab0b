import { defineUpdate, condition, proxyActivities, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';
import type { Activities } from './activities.js';

const SECONDS = { startToCloseTimeout: '10 seconds', retry: { maximumAttempts: 1 } } as const;
const local = proxyLocalActivities<Activities>(SECONDS);
const remote = proxyActivities<Activities>(SECONDS);

export const reportGiven = defineUpdate<string, [string]>('report-given');

/** An issue as a workflow that takes commands itself: what is told to it is on record before the update is answered. */
export async function reportedIssue(): Promise<void> {
  setHandler(reportGiven, (command) => local.giveReport(command));
  await condition(() => false);
}

/** The least that waits and then acts: one timer, one activity that writes a row. */
export async function timerThenActivity(dueAt: number, kind: 'local' | 'remote'): Promise<void> {
  await sleep(dueAt - Date.now());
  if (kind === 'local') await local.writeRow(dueAt);
  else await remote.writeRow(dueAt);
}

/** One timer and nothing else. */
export async function bareTimer(dueAt: number): Promise<void> {
  await sleep(dueAt - Date.now());
}
