import type { Locale } from '#messages';

/** The best of our languages for an Accept-Language header; Traditional Chinese when it names none of them. */
export function localeFor(acceptLanguage: string | undefined): Locale {
  const wishes = (acceptLanguage ?? '').slice(0, 200).split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';');
    const weight = /^\s*q=([\d.]+)\s*$/.exec(parameters.find((parameter) => parameter.trim().startsWith('q=')) ?? '')?.[1];
    return { locale: localeOf(tag.toLowerCase()), weight: weight === undefined ? 1 : Number(weight) };
  });
  return wishes.filter((wish) => wish.locale && wish.weight > 0).sort((a, b) => b.weight - a.weight)[0]?.locale ?? 'zh-Hant';
}

function localeOf(tag: string): Locale | undefined {
  if (/^en\b/.test(tag)) return 'en';
  if (!/^zh\b/.test(tag)) return undefined;
  if (/hant|-(tw|hk|mo)\b/.test(tag)) return 'zh-Hant';
  return 'zh-Hans';
}
