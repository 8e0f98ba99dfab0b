import { createBrowserRouter } from 'react-router';
import { Lost, Nowhere } from './Lost.js';
import { Shell } from './Shell.js';
import { Waiting } from '../shared/Waiting.js';

/** Each screen is a chunk of its own, fetched when it is first opened. */
export const router = createBrowserRouter([
  { path: '/sign-in', HydrateFallback: Waiting, ErrorBoundary: Lost, lazy: async () => ({ Component: (await import('../screens/sign-in/SignIn.js')).SignIn }) },
  {
    path: '/',
    Component: Shell,
    HydrateFallback: Waiting,
    ErrorBoundary: Lost,
    children: [
      { index: true, lazy: async () => ({ Component: (await import('../screens/board/Board.js')).Board }) },
      { path: 'issues', lazy: async () => ({ Component: (await import('../screens/ledger/Ledger.js')).Ledger }) },
      { path: 'issues/:issueId', lazy: async () => ({ Component: (await import('../screens/issue/Issue.js')).Issue }) },
      { path: 'report', lazy: async () => ({ Component: (await import('../screens/report/Report.js')).Report }) },
      { path: 'figures', lazy: async () => ({ Component: (await import('../screens/figures/FiguresScreen.js')).FiguresScreen }) },
      { path: 'differences', lazy: async () => ({ Component: (await import('../screens/differences/Differences.js')).Differences }) },
      { path: 'roster', lazy: async () => ({ Component: (await import('../screens/roster/Roster.js')).Roster }) },
      { path: 'rulebook', lazy: async () => ({ Component: (await import('../screens/rulebook/RulebookScreen.js')).RulebookScreen }) },
      { path: 'rulebook/propose', lazy: async () => ({ Component: (await import('../screens/rulebook/ProposeScreen.js')).ProposeScreen }) },
      { path: 'rulebook/what-if', lazy: async () => ({ Component: (await import('../screens/what-if/WhatIfScreen.js')).WhatIfScreen }) },
      { path: 'operations', lazy: async () => ({ Component: (await import('../screens/operations/OperationsScreen.js')).OperationsScreen }) },
      { path: 'operations/erasure', lazy: async () => ({ Component: (await import('../screens/erasure/ErasureScreen.js')).ErasureScreen }) },
      { path: 'password', lazy: async () => ({ Component: (await import('../screens/password/PasswordScreen.js')).PasswordScreen }) },
      { path: 'audit', lazy: async () => ({ Component: (await import('../screens/audit/Audit.js')).Audit }) },
      { path: 'audit/readings', lazy: async () => ({ Component: (await import('../screens/audit/Readings.js')).Readings }) },
      { path: 'audit/acts', lazy: async () => ({ Component: (await import('../screens/audit/Acts.js')).Acts }) },
      { path: '*', Component: Nowhere },
    ],
  },
]);
