import { isMessage, type Locale, translate } from '#messages';
import type { api } from '#wire';
import type { FieldError, HttpProblem, RefusedCommand } from './problem.js';

/** A problem as RFC 9457 tells, with its sentences in this language. */
export function documentOfProblem(problem: HttpProblem, locale: Locale): api.Problem {
  const { params, errors, commandId } = problem.facts;
  return {
    type: `urn:minqing:problem:${problem.code}`,
    title: translate(locale, 'problems', problem.code, params ?? {}),
    status: problem.status,
    code: problem.code,
    detail: translate(locale, 'problems', `${problem.code}.detail`, params ?? {}),
    ...(params && { params: { ...params } }),
    ...(errors && { errors: errors.map((error) => documentOfField(error, locale)) }),
    ...(commandId !== undefined && { commandId }),
  };
}

function documentOfField(error: FieldError, locale: Locale): { path: string; code: string; message: string } {
  return { path: error.path, code: error.code, message: translate(locale, 'problems', `field.${error.code}`, error.params ?? {}) };
}

/** The domain's refusal; its code is a key of libs/messages/refusals. */
export function documentOfRefusal({ refusal, status, commandId }: RefusedCommand, locale: Locale): api.Problem {
  return {
    type: `urn:minqing:refusal:${refusal.code}`,
    title: isMessage(locale, 'refusals', refusal.code) ? translate(locale, 'refusals', refusal.code, refusal.params ?? {}) : refusal.code,
    status,
    code: refusal.code,
    ...(refusal.params && { params: { ...refusal.params } }),
    ...(commandId !== undefined && { commandId }),
  };
}
