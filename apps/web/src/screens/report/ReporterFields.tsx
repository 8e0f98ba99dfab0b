import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useLabels } from '../../i18n/use-labels.js';
import { CadreSelect } from '../../shared/CadreSelect.js';
import styles from './report.module.css';

/** Who brought the matter, whether that is sealed, and whom it complains of; all of it may stay empty. */
export function ReporterFields() {
  const { t } = useLabels();
  return (
    <fieldset className={styles.reporter}>
      <legend>{t('report.reporter')}</legend>
      <p className="muted">{t('report.reporterHint')}</p>
      <Form.Item name={['reporter', 'name']} label={t('field.reporter')}><Input maxLength={80} autoComplete="off" /></Form.Item>
      <Form.Item name={['reporter', 'phone']} label={t('field.phone')}><Input type="tel" maxLength={40} autoComplete="off" /></Form.Item>
      <Form.Item name={['reporter', 'address']} label={t('field.address')}><Input maxLength={200} autoComplete="off" /></Form.Item>
      <Form.Item name={['reporter', 'onBehalfOf']} label={t('field.onBehalfOf')}><Input maxLength={80} autoComplete="off" /></Form.Item>
      <Form.Item name="sealedIdentity" valuePropName="checked" extra={t('report.sealedHint')}><Checkbox>{t('field.sealedIdentity')}</Checkbox></Form.Item>
      <Form.Item name="complainedOf" label={t('field.complainedOf')} extra={t('report.complainedOfHint')}><CadreSelect everywhere /></Form.Item>
    </fieldset>
  );
}
