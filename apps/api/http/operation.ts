import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import type { AdministrationAct, QueryName } from '#identity';
import type { z } from 'zod';
import { PositionInterceptor } from './position.interceptor.js';

/**
 * Who may call a route. `anyone` needs no session, `loopback` none but the machine itself, `signed-in` any live one;
 * `query`, `command` and `act` need an active post whose role may ask, give or do that. Where a post may act (its area) is decided against the issue, or
 * what else it is about, not here.
 */
export type Access = 'anyone' | 'loopback' | 'signed-in' | { readonly query: QueryName } | { readonly command: string } | { readonly act: AdministrationAct };

export interface Answer {
  readonly description: string;
  /** What leaves: keys that it does not name are dropped. Absent: no body, or one that is not JSON. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  /** Names of the response's own headers, for the document. */
  readonly headers?: readonly string[];
}

/**
 * All that a route promises, in one place: the guard, the validation, the filtering of what leaves and the OpenAPI
 * document read the same declaration, so none of them can say something else than the others.
 */
export interface OperationSpec {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Takes an `Idempotency-Key`. */
  readonly idempotent?: true;
  /** Takes `Minqing-Position`, answers once the read models have reached it, and tells in the same header what it was read at. */
  readonly waits?: true;
  readonly answers: Readonly<Record<number, Answer>>;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** The checked parts of a request, as `@Input()` hands them over. */
export interface InputOf<O extends Pick<OperationSpec, 'params' | 'query' | 'body'>> {
  readonly params: Parsed<O['params']>;
  readonly query: Parsed<O['query']>;
  readonly body: Parsed<O['body']>;
}

const OPERATION = Symbol('operation');

/** Declares a route. A handler with several paths gives a function from the last segment of the path. */
export function Operation(spec: OperationSpec | ((lastSegment: string) => OperationSpec)): MethodDecorator {
  if (typeof spec === 'function') return SetMetadata(OPERATION, remembered(spec));
  return applyDecorators(SetMetadata(OPERATION, () => spec), ...(spec.waits ? [UseInterceptors(PositionInterceptor)] : []));
}

function remembered(specOf: (lastSegment: string) => OperationSpec): (lastSegment: string) => OperationSpec {
  const specs = new Map<string, OperationSpec>();
  return (segment) => {
    const spec = specs.get(segment) ?? specOf(segment);
    specs.set(segment, spec);
    return spec;
  };
}

/** The declaration of the route behind this handler and address pattern; undefined for a route that declares none. */
export function operationOf(handler: object, pattern: string): OperationSpec | undefined {
  const find = Reflect.getMetadata(OPERATION, handler) as ((lastSegment: string) => OperationSpec) | undefined;
  return find?.(pattern.slice(pattern.lastIndexOf('/') + 1));
}
