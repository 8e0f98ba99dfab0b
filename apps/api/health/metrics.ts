import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { api } from '#wire';

/** Counts and times every request by its route's pattern: addresses and texts stay out of figures and logs. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Counter({ name: 'minqing_http_requests_total', help: 'Requests answered', labelNames: ['method', 'route', 'status'], registers: [this.registry] });
  private readonly seconds = new Histogram({
    name: 'minqing_http_request_seconds', help: 'Time from a request to its answer', labelNames: ['method', 'route'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  watch(fastify: FastifyInstance, logger: Logger): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = routeOf(request);
      this.requests.inc({ method: request.method, route, status: reply.statusCode });
      this.seconds.observe({ method: request.method, route }, reply.elapsedTime / 1_000);
      logger.info({ requestId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
      done();
    });
  }

  gauge(name: string, help: string, read: () => number): void {
    new Gauge({ name, help, registers: [this.registry], collect() { this.set(read()); } });
  }
}

/** Figures of each read model, asked for when they are read. A question that fails leaves them out. */
export function readModelGauges(registry: Registry, health: () => Promise<readonly ReadModelFigures[]>): void {
  const ask = onceAtATime(health);
  const gauge = (name: string, help: string, of: (one: ReadModelFigures) => number | null): void => {
    new Gauge({
      name, help, labelNames: ['read_model'], registers: [registry],
      async collect() {
        this.reset();
        for (const one of await ask().catch(() => [])) {
          const figure = of(one);
          if (figure !== null) this.set({ read_model: one.name }, figure);
        }
      },
    });
  };
  gauge('minqing_read_model_position', 'How far of the record a read model has come', ({ position }) => position);
  gauge('minqing_read_model_lag_events', 'Events on record that a read model has not read', ({ lag }) => lag);
  gauge('minqing_read_model_lag_seconds', 'For how long the first of them has been on record', secondsBehind);
  gauge('minqing_read_model_stopped', '1 when an event that it cannot take holds it', ({ poison }) => (poison ? 1 : 0));
  gauge('minqing_read_model_skipped_events', 'Events that it was made to leave out', ({ skipped }) => skipped.length);
}

/** How the seals stand. A question that fails leaves the figures out. */
export function sealGauges(registry: Registry, seals: () => Promise<api.SealStanding>): void {
  figures(registry, seals, [
    ['minqing_seal_unsealed_events', 'Events on record that no signed checkpoint covers', ({ unsealed }) => unsealed],
    ['minqing_seal_lag_seconds', 'For how long the first of them has been on record', ({ unsealed, behindMs }) => secondsBehind({ lag: unsealed, behindMs })],
    ['minqing_seal_late', '1 when the record has not been sealed for five minutes, sealing failed, or a witness did not take what it was told', ({ late }) => (late ? 1 : 0)],
    ['minqing_seal_witnesses_failing', 'Witnesses that did not take the newest checkpoint', ({ witnesses }) => witnesses.filter(({ failure }) => failure !== null).length],
  ]);
}

/** How the record stands after restores from a backup. A question that fails leaves the figures out. */
export function recoveryGauges(registry: Registry, recovery: () => Promise<{ readonly epoch: number; readonly restore: object | undefined }>): void {
  figures(registry, recovery, [
    ['minqing_record_epoch', 'Epoch of the record: grows with each declared gap', ({ epoch }) => epoch],
    ['minqing_record_gap_undeclared', '1 while the record was restored and takes nothing until its gap is declared', ({ restore }) => (restore ? 1 : 0)],
  ]);
}

/** Figures of one answer. */
function figures<T extends object>(registry: Registry, ask: () => Promise<T>, gauges: readonly (readonly [name: string, help: string, of: (found: T) => number | null])[]): void {
  const once = onceAtATime(ask);
  for (const [name, help, of] of gauges) {
    new Gauge({
      name, help, registers: [registry],
      async collect() {
        this.remove();
        const found = await once().catch(() => undefined);
        const figure = found && of(found);
        if (typeof figure === 'number') this.set(figure);
      },
    });
  }
}

/** One reading of all figures asks once. */
function onceAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => asking ??= ask().finally(() => { asking = undefined; });
}

/** Zero for one that has read all; null while that, or for how long the rest has waited, is not known. */
function secondsBehind({ lag, behindMs }: Pick<ReadModelFigures, 'lag' | 'behindMs'>): number | null {
  if (lag === 0) return 0;
  return lag === null || behindMs === null ? null : behindMs / 1_000;
}

interface ReadModelFigures {
  readonly name: string;
  readonly position: number;
  readonly lag: number | null;
  readonly behindMs: number | null;
  readonly poison: object | null;
  readonly skipped: readonly object[];
}

function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
}
