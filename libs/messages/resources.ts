import eventsHant from './events/zh-Hant.json' with { type: 'json' };
import eventsHans from './events/zh-Hans.json' with { type: 'json' };
import eventsEn from './events/en.json' with { type: 'json' };
import refusalsHant from './refusals/zh-Hant.json' with { type: 'json' };
import refusalsHans from './refusals/zh-Hans.json' with { type: 'json' };
import refusalsEn from './refusals/en.json' with { type: 'json' };
import termsHant from './terms/zh-Hant.json' with { type: 'json' };
import termsHans from './terms/zh-Hans.json' with { type: 'json' };
import termsEn from './terms/en.json' with { type: 'json' };
import problemsHant from './problems/zh-Hant.json' with { type: 'json' };
import problemsHans from './problems/zh-Hans.json' with { type: 'json' };
import problemsEn from './problems/en.json' with { type: 'json' };
import cliHant from './cli/zh-Hant.json' with { type: 'json' };
import cliHans from './cli/zh-Hans.json' with { type: 'json' };
import cliEn from './cli/en.json' with { type: 'json' };
import startHant from './start/zh-Hant.json' with { type: 'json' };
import startHans from './start/zh-Hans.json' with { type: 'json' };
import startEn from './start/en.json' with { type: 'json' };

export const LOCALES = ['zh-Hant', 'zh-Hans', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export type Namespace = 'events' | 'refusals' | 'terms' | 'problems' | 'cli' | 'start';

export const resources: Readonly<Record<Locale, Readonly<Record<Namespace, Readonly<Record<string, string>>>>>> = {
  'zh-Hant': { events: eventsHant, refusals: refusalsHant, terms: termsHant, problems: problemsHant, cli: cliHant, start: startHant },
  'zh-Hans': { events: eventsHans, refusals: refusalsHans, terms: termsHans, problems: problemsHans, cli: cliHans, start: startHans },
  en: { events: eventsEn, refusals: refusalsEn, terms: termsEn, problems: problemsEn, cli: cliEn, start: startEn },
};
