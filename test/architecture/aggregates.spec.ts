import { existsSync, readdirSync } from 'node:fs';
import { RULEBOOK_STREAM, streamOf } from '#application';
import { aggregateNameOf, AGGREGATES } from '#domain';
import { EPOCH_STREAM } from '#event-store';

describe('aggregates', () => {
  it('are all the folders of the domain that decide', () => {
    expect(Object.keys(AGGREGATES).sort()).toEqual(readdirSync('libs/domain').filter((folder) => existsSync(`libs/domain/${folder}/decide.ts`)).sort());
  });

  it('have the streams that commands are written to', () => {
    const streams = [...Object.values(streamOf).map((name) => name('x')), RULEBOOK_STREAM, EPOCH_STREAM];
    expect(streams.map(aggregateNameOf).sort()).toEqual(Object.keys(AGGREGATES).sort());
  });

  it('are no others', () => {
    expect(['issues/1', 'constructor', 'unit2', ''].map(aggregateNameOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
