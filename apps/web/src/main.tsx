import './app/strict-csp.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.js';
import { startI18n } from './i18n/index.js';
import './app/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html lost its #root');

await startI18n();
createRoot(root).render(<StrictMode><App /></StrictMode>);
