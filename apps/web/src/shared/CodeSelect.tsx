import Select from 'antd/es/select';
import { useTerm, type TermKind } from './use-term.js';

interface Props {
  id?: string;
  kind: TermKind;
  codes: readonly string[];
  value?: string | undefined;
  onChange?: (code: string | undefined) => void;
  label?: string;
  placeholder?: string;
  allowClear?: boolean;
  className?: string;
}

/** One of a closed list of codes, in the reader's words. */
export function CodeSelect({ kind, codes, label, className, allowClear = true, ...rest }: Props) {
  const term = useTerm();
  return (
    <Select
      {...rest}
      className={className ?? ''}
      allowClear={allowClear}
      options={codes.map((code) => ({ value: code, label: term(kind, code) }))}
      popupMatchSelectWidth={false}
      {...(label ? { 'aria-label': label } : {})}
    />
  );
}
