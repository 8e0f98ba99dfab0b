import type { ReactNode } from 'react';
import styles from './shared.module.css';

/** A sentence in place of a list or a screen: nothing found, or something wrong. */
export function Notice({ title, tone = 'calm', children }: { title: string; tone?: 'calm' | 'late'; children?: ReactNode }) {
  return (
    <div className={`${styles.notice} ${tone === 'late' ? styles.noticeLate : ''}`} role={tone === 'late' ? 'alert' : undefined}>
      <p className={styles.noticeTitle}>{title}</p>
      {children}
    </div>
  );
}
