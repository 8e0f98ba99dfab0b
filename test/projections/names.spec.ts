import { issueOfStream, unitStream } from '../../libs/projections/streams.js';
import { streamOf } from '../../libs/application/streams.js';

it('read models and application name streams alike', () => {
  expect(unitStream('east')).toBe(streamOf.unit('east'));
  expect(issueOfStream(streamOf.issue('3f/1'))).toBe('3f/1');
});
