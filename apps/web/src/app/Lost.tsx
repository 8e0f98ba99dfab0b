import { Link, useRouteError } from 'react-router';
import { useLabels } from '../i18n/use-labels.js';
import { usePageTitle } from '../shared/use-page-title.js';
import { Notice } from '../shared/Notice.js';

/** An address without a screen. */
export function Nowhere() {
  const { t } = useLabels();
  usePageTitle(t('lost.nowhere'));
  return <Notice title={t('lost.nowhere')}><Link to="/">{t('lost.toBoard')}</Link></Notice>;
}

/** A screen that broke, or whose chunk a newer version of the product replaced: loading anew mends both. */
export function Lost() {
  const { t } = useLabels();
  const error = useRouteError();
  usePageTitle(t('lost.broken'));
  return (
    <Notice title={t('lost.broken')} tone="late">
      <p>{t('lost.brokenHint')}</p>
      <p className="muted"><code>{error instanceof Error ? error.message : String(error)}</code></p>
      <p><a href={location.pathname + location.search}>{t('lost.reload')}</a></p>
    </Notice>
  );
}
