import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { useFieldErrors } from '../../shared/use-field-errors.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import styles from './erasure.module.css';

export type Grounds = Pick<api.ErasureBody, 'ground' | 'reference'>;
const GroundsShape = api.ErasureBody.pick({ ground: true, reference: true });

interface Props {
  found: api.ErasurePreview;
  erase: (grounds: Grounds) => void;
  erasing: boolean;
  error: unknown;
}

/** What would be erased, in counts, and the ground that the act needs. */
export function ConfirmForm({ found, erase, erasing, error }: Props) {
  const { t } = useLabels();
  const text = useProblemText();
  const [form] = Form.useForm<Partial<Grounds>>();
  const errors = useFieldErrors(form);
  const submit = (values: Partial<Grounds>) => {
    const judged = GroundsShape.safeParse(values);
    if (judged.success) erase(judged.data);
    else errors.fromSchema(judged.error);
  };
  return (
    <section className={`sheet ${styles.sheet}`} aria-labelledby="erasure-found" data-erasure={found.erasure}>
      <h2 id="erasure-found">{t('erase.found')}</h2>
      <ul className={styles.found}>
        {found.persons.map(({ person, texts }) => <li key={person} className={texts === 0 ? styles.nothing : undefined}>{t('erase.person', { person, texts })}</li>)}
      </ul>
      <p className={styles.hint}>{t('erase.sum', { texts: found.texts, keys: found.keys, destroyed: found.destroyed })}</p>
      {error !== null && <Alert type="error" showIcon role="alert" title={text(error)} className={styles.alert ?? ''} />}
      {found.keys > found.destroyed && (
        <Form name="erasure-grounds" form={form} layout="vertical" onFinish={submit}>
          <Form.Item name="ground" label={t('field.ground')} required><CodeSelect kind="erasure" codes={api.ErasureBody.shape.ground.options} allowClear={false} /></Form.Item>
          <Form.Item name="reference" label={t('erase.reference')} required extra={t('erase.referenceHint')}><Input autoComplete="off" maxLength={64} /></Form.Item>
          <p className={styles.hint}>{t('erase.forGood')}</p>
          <Button type="primary" danger htmlType="submit" loading={erasing}>{t('erase.erase')}</Button>
        </Form>
      )}
    </section>
  );
}
