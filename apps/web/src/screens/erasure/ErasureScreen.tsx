import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { api } from '#wire';
import { act, post } from '../../api/client.js';
import { useIntention } from '../../api/intention.js';
import { useLabels } from '../../i18n/use-labels.js';
import { Notice } from '../../shared/Notice.js';
import { usePageTitle } from '../../shared/use-page-title.js';
import { ConfirmForm, type Grounds } from './ConfirmForm.js';
import { PersonsForm } from './PersonsForm.js';
import type { Persons } from './persons.js';
import { ReceiptSection } from './ReceiptSection.js';

interface Looked { readonly persons: Persons; readonly found: api.ErasurePreview }

/** Whose data, then what would be erased, then the act: each step is seen before the next. */
export function ErasureScreen() {
  const { t } = useLabels();
  const intention = useIntention();
  const [looked, setLooked] = useState<Looked | null>(null);
  const look = useMutation({
    mutationFn: async (persons: Persons): Promise<Looked> => ({ persons, found: await post<api.ErasurePreview>('/erasures/preview', persons) }),
    onSuccess: setLooked,
  });
  const erase = useMutation({
    mutationFn: ({ persons, found, grounds }: Looked & { readonly grounds: Grounds }) => {
      const body = { ...persons, ...grounds, erasure: found.erasure };
      return act<api.ErasureResult>('/erasures', body, intention(body));
    },
    onSuccess: ({ status }) => { if (status === 'done') setLooked(null); },
  });
  usePageTitle(t('erase.title'));
  const again = () => {
    setLooked(null);
    erase.reset();
  };
  return (
    <>
      <p><Link to="/operations">{t('ops.title')}</Link></p>
      <h1>{t('erase.title')}</h1>
      <PersonsForm look={(persons) => { again(); look.mutate(persons); }} changed={again} looking={look.isPending} error={look.error} />
      {looked && <ConfirmForm key={looked.found.erasure} found={looked.found} erase={(grounds) => { erase.mutate({ ...looked, grounds }); }} erasing={erase.isPending} error={erase.error} />}
      {erase.data?.status === 'unknown' && <Notice tone="late" title={t('erase.unknown')} />}
      {erase.data?.receipt && <ReceiptSection receipt={erase.data.receipt} />}
    </>
  );
}
