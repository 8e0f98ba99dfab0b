import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { Link, Navigate, NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import { api } from '#wire';
import { queries } from '../api/queries.js';
import { useLabels } from '../i18n/use-labels.js';
import { Failure } from '../shared/Failure.js';
import { Waiting } from '../shared/Waiting.js';
import { Account } from './Account.js';
import { LocaleSwitch } from './LocaleSwitch.js';
import { MeProvider } from './me.js';
import { TimeBar } from './TimeBar.js';
import { useMoment } from './use-moment.js';
import styles from './shell.module.css';

/** What is for whoever looks, with its number, so that it is noticed from any screen. */
function MineLink({ link, isHere }: { link: (state: { isActive: boolean }) => string; isHere: boolean }) {
  const { t } = useLabels();
  const mine = useQuery(queries.mine());
  return (
    <Link to="/?mine=true" className={link({ isActive: isHere })} {...(isHere && { 'aria-current': 'page' as const })} {...(mine.data !== undefined && { 'aria-label': t('nav.mineCount', { n: mine.data }) })}>
      {t('nav.mine')}{mine.data !== undefined && mine.data > 0 && <span className={`num ${styles.count}`} data-count="for-me">{mine.data}</span>}
    </Link>
  );
}

function Navigation({ me, past }: { me: api.Me; past: boolean }) {
  const { t } = useLabels();
  const { pathname, search } = useLocation();
  const isMine = pathname === '/' && new URLSearchParams(search).get('mine') === 'true';
  const link = ({ isActive }: { isActive: boolean }) => `${styles.link} ${isActive ? styles.active : ''}`;
  return (
    <nav className={styles.nav} aria-label={t('nav.label')}>
      {me.queries.includes('board') && <NavLink to="/" end className={({ isActive }) => link({ isActive: isActive && !isMine })} aria-current={isMine ? 'false' : 'page'}>{t('nav.board')}</NavLink>}
      {me.queries.includes('board') && me.activePost.role in api.TOLD_TO && <MineLink key={me.activePost.post} link={link} isHere={isMine} />}
      {me.queries.includes('ledger') && <NavLink to="/issues" className={link}>{t('nav.ledger')}</NavLink>}
      {me.queries.includes('figures') && <NavLink to="/figures" className={link}>{t('nav.figures')}</NavLink>}
      {me.queries.includes('roster') && <NavLink to="/roster" className={link}>{t('nav.roster')}</NavLink>}
      {me.queries.includes('rulebook') && <NavLink to="/rulebook" className={link}>{t('nav.rulebook')}</NavLink>}
      {me.queries.includes('events') && <NavLink to="/audit" className={link}>{t('nav.audit')}</NavLink>}
      {me.queries.includes('operations') && <NavLink to="/operations" className={link}>{t('nav.operations')}</NavLink>}
      {!past && me.commands.includes('report-issue') && <NavLink to="/report" className={link}>{t('nav.report')}</NavLink>}
    </nav>
  );
}

/** Where somebody begins who sees no matters. */
function firstScreen(me: api.Me): string {
  return me.queries.includes('operations') ? '/operations' : '/rulebook';
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
  const moment = useMoment();

  if (me.isPending) return <Waiting />;
  if (me.isError) return <Failure error={me.error} retry={() => { void me.refetch(); }} />;
  if (!me.data) return <Navigate to={`/sign-in?then=${encodeURIComponent(here.pathname + here.search)}`} replace />;

  return (
    <MeProvider value={moment.asOf === null || moment.presentOnly ? me.data : { ...me.data, commands: [] }}>
      <a href="#main" className={styles.skip}>{t('nav.skip')}</a>
      <header className={styles.bar}>
        <span className={styles.brand}>{t('product')}</span>
        <Navigation me={me.data} past={moment.asOf !== null} />
        <div className={styles.right}>
          <LocaleSwitch />
          <Account me={me.data} />
        </div>
      </header>
      <TimeBar moment={moment} />
      <main id="main" ref={main} tabIndex={-1} className={styles.main} aria-busy={navigation.state === 'loading'}>
        <Suspense fallback={<Waiting />}>{here.pathname === '/' && !me.data.queries.includes('board') ? <Navigate to={firstScreen(me.data)} replace /> : <Outlet />}</Suspense>
      </main>
    </MeProvider>
  );
}
