import { CannotGoOn, checkNode } from './prepare.mjs';

describe('the check of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('takes %s', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(['20.18.3', '18.20.0', '19.99.0'])('refuses %s and says how to get a newer one', (version) => {
    expect(() => checkNode(version)).toThrow(CannotGoOn);
    expect(() => checkNode(version)).toThrow(new RegExp(`this is Node ${version}[^]*nodejs\\.org`));
  });
});
