import { type Type, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/internal';
import { operationOf, type OperationSpec } from './operation.js';

export interface DeclaredRoute {
  readonly method: string;
  /** As the router writes it: `/api/v1/issues/:id`. */
  readonly pattern: string;
  readonly operation: OperationSpec;
}

/** The routes of these controllers with what they promise. Throws on one without `@Operation`: such a route has no policy. */
export function declaredRoutes(controllers: readonly Type[]): DeclaredRoute[] {
  return controllers.flatMap((controller) => handlersOf(controller).flatMap(({ name, handler, method }) =>
    patternsOf(controller, handler).map((pattern) => {
      const operation = operationOf(handler, pattern);
      if (!operation) throw new Error(`${controller.name}.${name} serves ${method} ${pattern} without @Operation: declare who may call it`);
      return { method, pattern, operation };
    })));
}

function handlersOf(controller: Type): { name: string; handler: object; method: string }[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function') return [];
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    return method === undefined ? [] : [{ name, handler, method: RequestMethod[method] }];
  });
}

function patternsOf(controller: Type, handler: object): string[] {
  const bases = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
  return bases.flatMap((base) => paths.map((path) => `/${[base, path].flatMap((part) => part.split('/')).filter(Boolean).join('/')}`));
}
