import Input from 'antd/es/input';
import { useEffect, useId, useState } from 'react';
import type { z } from 'zod';
import { useLabels } from '../i18n/use-labels.js';

interface Props {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** Judges what was typed; what it does not take stands marked and is not looked for. */
  schema: z.ZodType;
  label: string;
  placeholder?: string;
}

/** A code that somebody types or pastes, taken on Enter or on leaving the field. */
export function CheckedInput({ value, onChange, schema, label, placeholder = '' }: Props) {
  const { t } = useLabels();
  const problem = useId();
  const [typed, setTyped] = useState(value ?? '');
  const [wrong, setWrong] = useState(false);
  useEffect(() => { setTyped(value ?? ''); setWrong(false); }, [value]);
  const take = () => {
    const text = typed.trim();
    const fits = text === '' || schema.safeParse(text).success;
    setWrong(!fits);
    if (fits && text !== (value ?? '')) onChange(text || undefined);
  };
  return (
    <>
      <Input
        aria-label={label} placeholder={placeholder} value={typed} allowClear maxLength={100} {...(wrong ? { status: 'error', 'aria-invalid': true, 'aria-describedby': problem } : {})}
        onChange={(event) => { setTyped(event.target.value); }} onClear={() => { onChange(undefined); }} onBlur={take} onPressEnter={take}
      />
      {wrong && <small id={problem} className="late" role="alert">{t('field.wrong')}</small>}
    </>
  );
}
