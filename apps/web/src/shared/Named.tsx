import type { ReactNode } from 'react';
import styles from './shared.module.css';

/** A filter under its name; the control carries the name for screen readers itself. */
export function Named({ name, children }: { name: string; children: ReactNode }) {
  return <div className={styles.named}><span className={styles.name} aria-hidden="true">{name}</span>{children}</div>;
}
