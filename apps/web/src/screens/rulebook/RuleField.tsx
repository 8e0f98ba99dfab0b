import Form from 'antd/es/form';
import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { useTerm } from '../../shared/use-term.js';
import { FORM, pathOf, type FieldPath } from './rule-form.js';
import styles from './rulebook.module.css';

function NumberField({ path, label }: { path: FieldPath; label: string }) {
  return <Form.Item name={path} label={label} required><InputNumber controls={false} /></Form.Item>;
}

/** An amount and its unit under one name. */
function LimitField({ path, label }: { path: FieldPath; label: string }) {
  const { t } = useLabels();
  const term = useTerm();
  const units = api.LimitShape.shape.unit.options.map((unit) => ({ value: unit, label: term('limit', unit) }));
  return (
    <Form.Item label={label} required htmlFor={[FORM, ...path, 'amount'].join('_')}>
      <div className={styles.limit}>
        <Form.Item name={[...path, 'amount']} noStyle><InputNumber controls={false} /></Form.Item>
        <Form.Item name={[...path, 'unit']} noStyle><Select options={units} aria-label={`${label} ${t('rules.unit')}`} /></Form.Item>
      </div>
    </Form.Item>
  );
}

/** One figure to be typed: a number, a limit, several of them, or the calendar that deadlines are counted on. */
export function RuleField({ figure: { place, value }, calendars }: { figure: api.RulebookFigure; calendars: readonly string[] }) {
  const { t } = useLabels();
  const term = useTerm();
  const path = pathOf(place);
  const label = term('figure', place);
  if (typeof value === 'number') return <NumberField path={path} label={label} />;
  if (typeof value === 'string') {
    return <Form.Item name={path} label={label} required><Select options={calendars.map((calendar) => ({ value: calendar, label: calendar }))} /></Form.Item>;
  }
  if (!Array.isArray(value)) return <LimitField path={path} label={label} />;
  return value.map((part, index) => {
    const nth = t('rules.nth', { figure: label, n: index + 1 });
    if (typeof part === 'number') return <NumberField key={index} path={[...path, index]} label={nth} />;
    // The due moment itself is no number of anybody's choice.
    if (part.act === 'due') return null;
    return <LimitField key={index} path={[...path, index, 'offset']} label={`${label}${t('mark.middot')}${term('act', part.act)}`} />;
  });
}
