import styles from './shared.module.css';

const SHAPES = {
  /** A clock: something will fall due. */
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 2.8V8l2.6 1.8',
  /** A warning triangle: it is late. */
  late: 'M8 2 14.8 14H1.2L8 2Zm0 4.4v3.4m0 1.7v.6',
  /** An arrow to the level above. */
  up: 'M8 14V2.6M3.4 7.2 8 2.6l4.6 4.6',
  /** A bell: somebody was told. */
  told: 'M3.4 11.6h9.2L11.4 10V7a3.4 3.4 0 0 0-6.8 0v3l-1.2 1.6ZM6.8 13.6h2.4',
  /** An exclamation: it was urged. */
  urge: 'M8 2.2v7.4m0 3v.9',
  again: 'M13.2 6.2A5.6 5.6 0 1 0 13.4 10M13.6 2.4v4H9.7',
  first: 'M3.5 3.5v9M13 3.5 6.5 8l6.5 4.5v-9Z',
  previous: 'M10.8 3.5 4.8 8l6 4.5v-9Z',
  play: 'M4.5 2.8 13 8l-8.5 5.2V2.8Z',
  pause: 'M5.2 3.2v9.6M10.8 3.2v9.6',
  next: 'M5.2 3.5 11.2 8l-6 4.5v-9Z',
  last: 'M12.5 3.5v9M3 3.5 9.5 8 3 12.5v-9Z',
  back: 'M6.2 3 2.4 6.8l3.8 3.8M2.6 6.8h6.8a4 4 0 0 1 0 8H7',
} as const;

/** A small drawn sign; always beside words, so it is hidden from screen readers. */
export function Mark({ shape }: { shape: keyof typeof SHAPES }) {
  return (
    <svg className={styles.mark} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={SHAPES[shape]} />
    </svg>
  );
}
