import { Registry } from 'prom-client';
import { readModelGauges } from './metrics.js';

describe('the figures of read models', () => {
  it('tell no time for one that is behind for nobody knows how long, and zero for one that has read all', async () => {
    const registry = new Registry();
    const one = (name: string, lag: number | null, behindMs: number | null) => ({ name, position: 7, lag, behindMs, poison: null, skipped: [] });
    readModelGauges(registry, async () => [one('whole', 0, null), one('late', 2, 1_500), one('unknown', 2, null), one('unasked', null, null)]);
    const lines = (await registry.metrics()).split('\n');
    const told = (figure: string) => lines.filter((line) => line.startsWith(`minqing_read_model_${figure}{`)).map((line) => line.slice(line.indexOf('"')));
    expect(told('lag_seconds')).toEqual(['"whole"} 0', '"late"} 1.5']);
    expect(told('lag_events')).toEqual(['"whole"} 0', '"late"} 2', '"unknown"} 2']);
  });
});
