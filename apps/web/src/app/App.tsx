import { hashKey, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import AntApp from 'antd/es/app';
import ConfigProvider from 'antd/es/config-provider';
import type { Locale as AntLocale } from 'antd/es/locale';
import english from 'antd/es/locale/en_US';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router';
import { lookedFrom } from '../api/moment.js';
import { hasStatus, ProblemError } from '../api/problem.js';
import { queries } from '../api/queries.js';
import type { Locale } from '../i18n/locale.js';
import { useLabels } from '../i18n/use-labels.js';
import { Waiting } from '../shared/Waiting.js';
import { router } from './router.js';
import { theme } from './theme.js';

const antLocales: Readonly<Record<Locale, () => Promise<{ default: AntLocale }>>> = {
  'zh-Hant': () => import('antd/es/locale/zh_TW'),
  'zh-Hans': () => import('antd/es/locale/zh_CN'),
  en: () => Promise.resolve({ default: english }),
};

const client: QueryClient = new QueryClient({
  // A reading refused because the session has ended leads to the sign-in; what is being typed into a form stays until then.
  queryCache: new QueryCache({ onError: (error) => { if (hasStatus(error, 401)) client.setQueryData(queries.me().queryKey, null); } }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // The same question about another moment is another question.
      queryKeyHashFn: (key) => hashKey([key[0] === 'me' ? null : lookedFrom(), ...key]),
      // A refusal stays a refusal; only what may pass by itself is tried again.
      retry: (failures, error) => failures < 2 && error instanceof ProblemError && error.transient,
    },
    // Without a network an act says so at once; the library would hold it back, and take it later unseen.
    mutations: { networkMode: 'always' },
  },
});

/** The words of the components. Undefined until the first have come: a provider that gets them later builds its whole tree anew, and what was typed is lost. */
function useAntLocale(): AntLocale | undefined {
  const { locale } = useLabels();
  const [loadedLocale, setLoaded] = useState<AntLocale>();
  useEffect(() => {
    let current = true;
    void antLocales[locale]().catch(() => ({ default: english })).then((loaded) => { if (current) setLoaded(loaded.default); });
    return () => { current = false; };
  }, [locale]);
  return loadedLocale;
}

export function App() {
  const locale = useAntLocale();
  if (!locale) return <Waiting />;
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider theme={theme} locale={locale}>
        <AntApp component={false}>
          <RouterProvider router={router} />
        </AntApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
