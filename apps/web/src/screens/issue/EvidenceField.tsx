import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { api } from '#wire';
import { useLabels } from '../../i18n/use-labels.js';
import { CodeSelect } from '../../shared/CodeSelect.js';
import styles from './command.module.css';

const KINDS = api.ISSUE_VERBS.resolve.body.shape.evidence.element.shape.kind.options;

/** Of a note what it shows; of a photo or a document, which the record does not hold itself, where it is kept. */
function PieceText({ piece }: { piece: number }) {
  const { t } = useLabels();
  const kind = Form.useWatch<string | undefined>(['evidence', piece, 'kind']);
  const isKeptElsewhere = kind !== undefined && kind !== 'note';
  return (
    <Form.Item name={[piece, 'text']} label={t(isKeptElsewhere ? 'field.evidenceKept' : 'field.evidenceText')} required {...(isKeptElsewhere && { extra: t('field.evidenceKeptHint') })}>
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
    </Form.Item>
  );
}

/** What shows that the matter is resolved: at least one note, photo or document. */
export function EvidenceField() {
  const { t } = useLabels();
  return (
    <Form.List name="evidence">
      {(pieces, { add, remove }) => (
        <fieldset className={styles.evidence}>
          <legend>{t('field.evidence')}</legend>
          {pieces.map((piece, index) => (
            <div key={piece.key} className={styles.piece}>
              <Form.Item name={[piece.name, 'kind']} label={t('field.evidenceKind')} required>
                <CodeSelect kind="evidence" codes={KINDS} allowClear={false} />
              </Form.Item>
              <PieceText piece={piece.name} />
              {pieces.length > 1 && <Button size="small" onClick={() => { remove(piece.name); }}>{t('form.removeEvidence', { n: index + 1 })}</Button>}
            </div>
          ))}
          <Button onClick={() => { add({ kind: 'note' }); }}>{t('form.addEvidence')}</Button>
        </fieldset>
      )}
    </Form.List>
  );
}
