import type { ThemeConfig } from 'antd/es/config-provider';

/** antd speaks the same colours as base.css: ink for what is done here, vermilion for lateness alone. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1f4e6b',
    colorLink: '#1f4e6b',
    colorError: '#b3261e',
    colorWarning: '#8a5a00',
    colorSuccess: '#2f6b43',
    colorText: '#1d2429',
    colorTextSecondary: '#545d64',
    colorTextDescription: '#545d64',
    colorTextPlaceholder: '#6b747b',
    colorBorder: '#b9bfc3',
    colorBgLayout: '#f4f3ef',
    borderRadius: 4,
    fontFamily: 'var(--sans)',
    fontSize: 15,
    controlHeight: 38,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.18s',
  },
};
