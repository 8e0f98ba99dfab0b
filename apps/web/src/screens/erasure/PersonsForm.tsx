import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useLabels } from '../../i18n/use-labels.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import styles from './erasure.module.css';
import { KINDS, personsIn, type Persons, type Typed } from './persons.js';

interface Props {
  look: (persons: Persons) => void;
  changed: () => void;
  looking: boolean;
  error: unknown;
}

/** Whose data, by codes. Nothing is changed from here. */
export function PersonsForm({ look, changed, looking, error }: Props) {
  const { t } = useLabels();
  const text = useProblemText();
  return (
    <section className={`sheet ${styles.sheet}`} aria-labelledby="erasure-persons">
      <h2 id="erasure-persons">{t('erase.whose')}</h2>
      <p className={styles.hint}>{t('erase.whoseHint')}</p>
      {error !== null && <Alert type="error" showIcon role="alert" title={text(error)} className={styles.alert ?? ''} />}
      <Form<Typed> name="erasure-persons" layout="vertical" onValuesChange={changed} onFinish={(typed) => { look(personsIn(typed)); }}>
        {KINDS.map((kind) => <Form.Item key={kind} name={kind} label={t(`erase.${kind}`)}><Input autoComplete="off" maxLength={2000} /></Form.Item>)}
        <Button htmlType="submit" loading={looking}>{t('erase.look')}</Button>
      </Form>
    </section>
  );
}
