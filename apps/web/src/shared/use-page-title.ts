import { useEffect } from 'react';
import { useLabels } from '../i18n/use-labels.js';

/** Names the page in the window's title; ends with the product's name. */
export function usePageTitle(title: string): void {
  const { t } = useLabels();
  const product = t('product');
  useEffect(() => { document.title = title ? `${title} · ${product}` : product; }, [title, product]);
}
