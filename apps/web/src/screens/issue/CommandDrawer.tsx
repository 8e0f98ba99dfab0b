import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Form from 'antd/es/form';
import { useState } from 'react';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { bodyOf, mayBeEmpty, type ObjectSchema, type Values } from '../../shared/body-of-form.js';
import styles from '../../shared/drawer.module.css';
import { useFieldErrors } from '../../shared/use-field-errors.js';
import { useProblemText } from '../../shared/use-problem-text.js';
import { CommandField } from './CommandField.js';
import { COMMAND_FIELDS, startingValues } from './command-fields.js';
import { useGiveCommand } from './use-give-command.js';

interface Props {
  verb: api.IssueVerb;
  page: api.IssuePage;
  /** What is settled already and not asked for, such as which request is decided on. */
  given?: Values;
  open: boolean;
  close: () => void;
}

/** The form of one command. The wire's schema judges it here before the server does; what either finds stands at its field. */
export function CommandDrawer({ verb, page, given = {}, open, close }: Props) {
  const { t } = useLabels();
  const [form] = Form.useForm<Values>();
  const errors = useFieldErrors(form);
  const text = useProblemText();
  const give = useGiveCommand(page.row.issueId, verb, { onDone: close, onProblem: errors.fromServer });
  const schema: ObjectSchema = api.ISSUE_VERBS[verb].body;
  const fields = COMMAND_FIELDS[verb];
  // As the issue stood when the form was opened: it moves on beneath an open form.
  const [started] = useState(() => startingValues(verb, page));

  const submit = (values: Values) => {
    const judged = schema.safeParse(bodyOf(schema, { ...started, ...values, ...given }));
    if (judged.success) give.mutate(judged.data);
    else errors.fromSchema(judged.error);
  };
  return (
    <Drawer
      open={open} onClose={close} size={480} title={t(`verb.${verb}`)} destroyOnHidden
      footer={(
        <div className={styles.footer}>
          <Button onClick={close}>{t('form.cancel')}</Button>
          <Button type="primary" htmlType="submit" form={`command-${verb}`} loading={give.isPending}>{t(`verb.${verb}`)}</Button>
        </div>
      )}
    >
      <p className={styles.about}><span className="num">{page.row.number}</span> {page.row.title}</p>
      <p className={styles.hint}>{t(`verb.${verb}.hint`)}</p>
      {give.isError && <Alert type="error" showIcon role="alert" title={text(give.error)} className={styles.alert ?? ''} />}
      <Form id={`command-${verb}`} name={verb} form={form} layout="vertical" initialValues={started} onFinish={submit} scrollToFirstError={{ focus: true }}>
        {fields.map((field) => (
          <CommandField key={field.name} field={field} optional={mayBeEmpty(schema.shape[field.name])} unit={page.row.unit} />
        ))}
      </Form>
    </Drawer>
  );
}
