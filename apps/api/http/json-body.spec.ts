import { flawOf, parseJsonBody } from './json-body.js';

describe('what is wrong with a JSON text', () => {
  it.each([
    ['{"a":1,"a":2}', 'json-duplicate-key'], ['{"a":{"b":1,"b":1}}', 'json-duplicate-key'], ['{"a":1,"\\u0061":2}', 'json-duplicate-key'],
    ['{"a":1 , "a" : 2}', 'json-duplicate-key'], ['[{"constructor":1}]', 'json-forbidden-key'], [`${'['.repeat(17)}`, 'json-too-deep'],
    [`[${'1,'.repeat(5_001)}1]`, 'json-too-many-values'],
  ])('%.40s', (text, flaw) => expect(flawOf(text)).toBe(flaw));

  it.each(['{"a":{"a":1},"b":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":"a","b":"a"}', '{"a":"{\\"a\\":1,\\"a\\":2}"}', '{"a":"\\\\","b":"[[["}', '"__proto__"', '["a","a"]'])('nothing: %s', (text) => {
    expect(flawOf(text)).toBeNull();
    expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it('leaves a text that is not JSON to the parser', () => {
    for (const text of ['{"a":"', '{"a\\', '"', '}}]]', '']) {
      expect(flawOf(text)).toBeNull();
      expect(() => parseJsonBody(Buffer.from(text))).toThrow('json-malformed');
    }
  });
});
