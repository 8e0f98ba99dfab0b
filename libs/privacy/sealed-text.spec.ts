import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { keyIdOf, newKeyId, openText, sealText } from './sealed-text.js';

const key = { id: newKeyId(), secret: randomBytes(32) };
const other = { id: newKeyId(), secret: randomBytes(32) };

describe('a sealed text', () => {
  it('is read again by its key, whatever it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sealed = sealText(key, text);
      expect(keyIdOf(sealed)).toBe(key.id);
      expect(openText(key.secret, sealed)).toBe(text);
      if (text.length > 3) expect(sealed).not.toContain(text);
    }));
  });

  it('is another one each time, so that equal texts do not look alike', () => {
    expect(sealText(key, '何某')).not.toBe(sealText(key, '何某'));
  });

  it('is read by no other key, under no other id, and not after a change', () => {
    const sealed = sealText(key, '13800000000');
    const damaged = expect.objectContaining({ code: 'sealed-text-damaged' });
    expect(() => openText(other.secret, sealed)).toThrow(damaged);
    expect(() => openText(key.secret, sealed.replace(key.id, other.id))).toThrow(damaged);
    const last = sealed.at(-8)!;
    expect(() => openText(key.secret, `${sealed.slice(0, -8)}${last === 'A' ? 'B' : 'A'}${sealed.slice(-7)}`)).toThrow(damaged);
    expect(() => openText(key.secret, sealed.slice(0, -4))).toThrow(damaged);
  });

  it('is told from any other text', () => {
    for (const text of ['', 'mq1:', 'mq1:short:AAAA', `mq2:${key.id}:${'A'.repeat(40)}`, `x mq1:${key.id}:${'A'.repeat(40)}`]) expect(keyIdOf(text)).toBeUndefined();
  });
});
