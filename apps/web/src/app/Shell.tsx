import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { Navigate, NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import type { api } from '#wire';
import { queries } from '../api/queries.js';
import { useLabels } from '../i18n/use-labels.js';
import { Failure } from '../shared/Failure.js';
import { Waiting } from '../shared/Waiting.js';
import { Account } from './Account.js';
import { LocaleSwitch } from './LocaleSwitch.js';
import { MeProvider } from './me.js';
import styles from './shell.module.css';

function Navigation({ me }: { me: api.Me }) {
  const { t } = useLabels();
  const link = ({ isActive }: { isActive: boolean }) => `${styles.link} ${isActive ? styles.active : ''}`;
  return (
    <nav className={styles.nav} aria-label={t('nav.label')}>
      <NavLink to="/" end className={link}>{t('nav.board')}</NavLink>
      <NavLink to="/issues" className={link}>{t('nav.ledger')}</NavLink>
      <NavLink to="/figures" className={link}>{t('nav.figures')}</NavLink>
      {me.queries.includes('rulebook') && <NavLink to="/rulebook" className={link}>{t('nav.rulebook')}</NavLink>}
      {me.queries.includes('events') && <NavLink to="/audit" className={link}>{t('nav.audit')}</NavLink>}
      {me.queries.includes('operations') && <NavLink to="/operations" className={link}>{t('nav.operations')}</NavLink>}
      {me.commands.includes('report-issue') && <NavLink to="/report" className={link}>{t('nav.report')}</NavLink>}
    </nav>
  );
}

/** After a change of page the keyboard and the screen reader go on at the new page's beginning. */
function useFocusOnChange(path: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return main;
}

/** The frame of every screen behind the sign-in. */
export function Shell() {
  const { t } = useLabels();
  const me = useQuery(queries.me());
  const here = useLocation();
  const navigation = useNavigation();
  const main = useFocusOnChange(here.pathname);

  if (me.isPending) return <Waiting />;
  if (me.isError) return <Failure error={me.error} retry={() => { void me.refetch(); }} />;
  if (!me.data) return <Navigate to={`/sign-in?then=${encodeURIComponent(here.pathname + here.search)}`} replace />;

  return (
    <MeProvider value={me.data}>
      <a href="#main" className={styles.skip}>{t('nav.skip')}</a>
      <header className={styles.bar}>
        <span className={styles.brand}>{t('product')}</span>
        <Navigation me={me.data} />
        <div className={styles.right}>
          <LocaleSwitch />
          <Account me={me.data} />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={styles.main} aria-busy={navigation.state === 'loading'}>
        <Suspense fallback={<Waiting />}><Outlet /></Suspense>
      </main>
    </MeProvider>
  );
}
