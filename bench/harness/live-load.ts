import { get } from 'node:http';
import type { Load, Measured } from './drive.js';
import { until } from './servers.js';
import { quantile } from './statistics.js';

export interface Acknowledged {
  readonly issueId: string;
  readonly position: number;
}

interface Report extends Acknowledged {
  readonly sentAt: number;
  readonly acknowledgedAt: number;
}

const LONGEST_LAG_MS = 120_000;
const ISSUE_ID = /"issueId":"([0-9a-f-]{36})"/g;
const RELOAD = /event: reload\ndata: \{"position":(\d+)\}/;

/**
 * Reports at an even rate by callers with one request at a time each, and a browser's stream beside them: how long after the
 * acknowledgement does each one's row arrive there? One that came before its acknowledgement has waited for 0 ms.
 */
export class LiveLoad {
  private readonly seenAt = new Map<string, number>();
  private reports: Report[] = [];
  /** The stream's word to get the board again, which shows everything up to the position. */
  private reloads: { readonly at: number; readonly position: number }[] = [];
  private acknowledged = 0;
  /** Where the rows that can be read stood, each time that moved. */
  private visible: { readonly at: number; readonly position: number }[] = [];

  /** `report` sends one by this caller; `perSecond` is Infinity for as many as the callers can. */
  constructor(private readonly report: (caller: number) => Promise<Acknowledged>, private readonly perSecond: number) {}

  /** Reads a stream of server-sent events until the process ends. */
  async watch(url: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      get(url, { headers, agent: false }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`the stream answers ${response.statusCode}`));
        response.setEncoding('utf8');
        let rest = '';
        response.on('data', (text: string) => {
          const frames = (rest + text).split('\n\n');
          rest = frames.pop()!;
          const at = performance.now();
          for (const frame of frames) this.take(frame, at);
        });
        resolve();
      }).once('error', reject);
    });
  }

  private take(frame: string, at: number): void {
    const reload = RELOAD.exec(frame);
    if (reload) this.reloads.push({ at, position: Number(reload[1]) });
    for (const [, issueId] of frame.matchAll(ISSUE_ID)) if (!this.seenAt.has(issueId!)) this.seenAt.set(issueId!, at);
  }

  /** Whether it has come: by its row, or by the word to get the board again. */
  private hasCome({ issueId, position }: Report): boolean {
    if (this.seenAt.has(issueId)) return true;
    const reload = this.reloads.find((told) => told.position >= position);
    if (reload) this.seenAt.set(issueId, reload.at);
    return reload !== undefined;
  }

  /** From now on every question shows at least this position. */
  canBeRead(position: number): void {
    this.visible.push({ at: performance.now(), position });
  }

  async round({ callers, forMs }: Load): Promise<Measured> {
    this.reports = [];
    this.reloads = [];
    const begun = performance.now();
    const lanes = Array.from({ length: callers }, (_, caller) => this.lane(caller, { begun, forMs, callers }));
    await Promise.all(lanes);
    const ms = performance.now() - begun;
    await until('every report is in the stream', LONGEST_LAG_MS, () => this.reports.every((report) => this.hasCome(report) && this.isVisible(report.position)));
    const lags = this.reports.map(({ issueId, acknowledgedAt }) => Math.max(0, this.seenAt.get(issueId)! - acknowledgedAt));
    const whole = this.reports.map(({ issueId, sentAt }) => this.seenAt.get(issueId)! - sentAt);
    const acknowledgement = this.reports.map(({ sentAt, acknowledgedAt }) => acknowledgedAt - sentAt);
    return {
      perSecond: (this.reports.length * 1000) / ms, done: this.reports.length, p50Ms: quantile(lags, 0.5), p99Ms: quantile(lags, 0.99),
      also: { whole50: quantile(whole, 0.5), whole99: quantile(whole, 0.99), acknowledgement50: quantile(acknowledgement, 0.5), ...this.untilVisible() },
    };
  }

  /** Throws unless each acknowledged report came into the stream, and nothing else did. */
  verify(): void {
    if (this.seenAt.size !== this.acknowledged) throw new Error(`acknowledged ${this.acknowledged}, in the stream ${this.seenAt.size}`);
  }

  /** The callers share the rate evenly; one whose request takes longer than its turn begins the next at once. */
  private async lane(caller: number, { begun, forMs, callers }: { readonly begun: number; readonly forMs: number; readonly callers: number }): Promise<void> {
    const every = (1000 * callers) / this.perSecond;
    for (let due = begun + (every * caller) / callers; performance.now() - begun < forMs; due += every) {
      const wait = due - performance.now();
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
      const sentAt = performance.now();
      const acknowledged = await this.report(caller);
      this.acknowledged += 1;
      this.reports.push({ ...acknowledged, sentAt, acknowledgedAt: performance.now() });
    }
  }

  private isVisible(position: number): boolean {
    const last = this.visible.at(-1);
    return last === undefined || last.position >= position;
  }

  private untilVisible(): Readonly<Record<string, number>> {
    if (this.visible.length === 0) return {};
    const lags = this.reports.map(({ position, acknowledgedAt }) => Math.max(0, this.visible.find((moved) => moved.position >= position)!.at - acknowledgedAt));
    this.visible = this.visible.slice(-1);
    return { visible50: quantile(lags, 0.5), visible99: quantile(lags, 0.99) };
  }
}
