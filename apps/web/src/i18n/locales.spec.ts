import en from './locales/en.json' with { type: 'json' };
import zhHans from './locales/zh-Hans.json' with { type: 'json' };
import zhHant from './locales/zh-Hant.json' with { type: 'json' };

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

describe.each([['zh-Hans', zhHans], ['en', en]] as const)('the labels in %s', (_, labels) => {
  it('are those of Traditional Chinese, none missing and none left over', () => {
    expect(Object.keys(labels).sort()).toEqual(Object.keys(zhHant).sort());
  });

  it('take the same parameters', () => {
    for (const [label, text] of Object.entries(zhHant)) {
      expect([label, placeholders(labels[label as keyof typeof labels])]).toEqual([label, placeholders(text)]);
    }
  });

  it('leave no label empty', () => {
    expect(Object.entries(labels).filter(([, text]) => text === '')).toEqual([]);
  });
});
