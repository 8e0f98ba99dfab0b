import type { FormInstance } from 'antd/es/form';
import type { z } from 'zod';
import { ProblemError } from '../api/problem.js';
import { useLabels } from '../i18n/use-labels.js';

type Path = (string | number)[];
interface FieldError { readonly path: Path; readonly message: string }

/** `/reporter/name` as antd names fields. */
function pathOf(pointer: string): Path {
  return pointer.split('/').slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function show(form: FormInstance, errors: readonly FieldError[]): boolean {
  const first = errors[0];
  if (!first) return false;
  form.setFields(errors.map(({ path, message }) => ({ name: path, errors: [message] })));
  form.scrollToField(first.path, { focus: true, block: 'center' });
  return true;
}

/** Puts what a schema or the server found wrong at the fields it concerns. Both answer whether there was such a field. */
export function useFieldErrors(form: FormInstance): {
  fromSchema: (error: z.ZodError) => boolean;
  fromServer: (error: unknown) => boolean;
} {
  const { t } = useLabels();
  const sentence = (issue: z.ZodError['issues'][number]): string => {
    if (issue.code === 'too_big') return t('field.tooLong', { n: Number(issue.maximum) });
    if (issue.code === 'too_small' || issue.code === 'invalid_type' || issue.code === 'invalid_value') return t('field.required');
    return t('field.wrong');
  };
  return {
    fromSchema: (error) => show(form, error.issues.map((issue) => ({
      path: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)), message: sentence(issue),
    }))),
    fromServer: (error) => error instanceof ProblemError
      && show(form, (error.problem.errors ?? []).map(({ path, message }) => ({ path: pathOf(path), message }))),
  };
}
