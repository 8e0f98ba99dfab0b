import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import { useLabels } from '../../i18n/use-labels.js';
import { CadreSelect } from '../../shared/CadreSelect.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import { TopicSelect } from '../../shared/TopicSelect.js';
import { UnitSelect } from '../../shared/UnitSelect.js';
import type { Field } from './command-fields.js';
import { EvidenceField } from './EvidenceField.js';

/** Yes, no, and, where the schema allows it, nothing. */
function Answer({ optional, ...rest }: { optional: boolean; id?: string; value?: unknown; onChange?: (value: unknown) => void }) {
  const { t } = useLabels();
  return (
    <Radio.Group {...rest} onChange={(event) => rest.onChange?.(event.target.value)}>
      <Radio value>{t('yes')}</Radio>
      <Radio value={false}>{t('no')}</Radio>
      {optional && <Radio value={null}>{t('unknown')}</Radio>}
    </Radio.Group>
  );
}

function Control({ field, optional, unit, ...rest }: { field: Field; optional: boolean; unit: string }) {
  switch (field.as) {
    case 'text': return <Input {...rest} />;
    case 'long': return <Input.TextArea {...rest} autoSize={{ minRows: 3, maxRows: 12 }} />;
    case 'date': return <Input {...rest} type="date" />;
    case 'unit': return <UnitSelect {...rest} />;
    case 'cadre': return <CadreSelect {...rest} near={unit} />;
    case 'topic': return <TopicSelect {...rest} />;
    case 'answer': return <Answer {...rest} optional={optional} />;
    case 'code': return <CodeSelect {...rest} kind={field.terms} codes={field.codes} />;
    case 'evidence': return null;
  }
}

/** One field of a command's form, with its name above and what is wrong below. */
export function CommandField({ field, optional, unit }: { field: Field; optional: boolean; unit: string }) {
  const { t } = useLabels();
  if (field.as === 'evidence') return <EvidenceField />;
  return (
    <Form.Item
      name={field.name}
      label={t(`field.${field.name}`)}
      required={!optional}
    >
      <Control field={field} optional={optional} unit={unit} />
    </Form.Item>
  );
}
