import { personsIn } from './persons.js';

describe('persons as they are typed', () => {
  it('are told apart by whatever stands between them', () => {
    expect(personsIn({ issues: ' 20261004-QPB2V，20261005-ABCDE\n', residents: 'R1、R2; R3', households: '  ' })).toEqual({ issues: ['20261004-QPB2V', '20261005-ABCDE'], residents: ['R1', 'R2', 'R3'] });
    expect(personsIn({})).toEqual({});
  });
});
