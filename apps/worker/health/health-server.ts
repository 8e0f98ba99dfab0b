import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { WORKER_PARTS, type WorkerHealth } from './worker-health.js';

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `/health/live`, `/health/ready` (200 or 503) and `/metrics` of the worker: codes, counts and positions alone. */
export async function serveHealth(health: WorkerHealth, { host, port }: { readonly host: string; readonly port: number }): Promise<HealthServer> {
  const registry = gaugesOf(health);
  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string): void => { response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body); };
    const { report } = health;
    if (request.method !== 'GET') return send(405, 'application/json', '{}');
    switch (request.url) {
      case '/health/live': return send(200, 'application/json', JSON.stringify({ status: 'live' }));
      case '/health/ready': return send(report.status === 'ready' ? 200 : 503, 'application/json', JSON.stringify(report));
      case '/metrics': return void registry.metrics().then((figures) => send(200, registry.contentType, figures), () => send(500, 'text/plain', ''));
      default: return send(404, 'application/json', '{}');
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function gaugesOf(health: WorkerHealth): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'minqing_worker_standing', help: '1 when a part of the worker does not move though work waits, or is frozen', labelNames: ['part'], registers: [registry],
    collect() { for (const part of WORKER_PARTS) this.set({ part }, health.report.parts[part] === 'moves' ? 0 : 1); },
  });
  new Gauge({ name: 'minqing_worker_ready', help: '1 when the worker does its work', registers: [registry], collect() { this.set(health.report.status === 'ready' ? 1 : 0); } });
  new Gauge({ name: 'minqing_worker_commands_waiting', help: 'Commands of the clock that wait for the record', registers: [registry], collect() { this.set(health.report.commandsWaiting); } });
  new Gauge({
    name: 'minqing_clock_lag_events', help: 'Events on record that the keeper has not taken', registers: [registry],
    collect() { const { position } = health.report; if (position) this.set(Math.max(0, position.record - position.checkpoint)); },
  });
  return registry;
}
