import Select from 'antd/es/select';
import { useLabels } from '../i18n/use-labels.js';

interface Props {
  value?: string | undefined;
  onChange: (value: string | undefined) => void;
  label: string;
}

/** A filter of two answers; empty means both. */
export function YesNoSelect({ value, onChange, label }: Props) {
  const { t } = useLabels();
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={t('filter.both')}
      value={value}
      onChange={onChange}
      options={[{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]}
    />
  );
}
