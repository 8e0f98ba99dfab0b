import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, type ConnectionLike } from '@temporalio/client';
import { Fault } from '#kernel';
import { SEARCH_ATTRIBUTES } from '#wire/clock';

type Services = Pick<ConnectionLike, 'workflowService'> & { readonly operatorService: OperatorPart };

/** What is needed of Temporal's operator service; some clusters keep it to themselves. */
interface OperatorPart {
  addSearchAttributes(request: { namespace: string; searchAttributes: Record<string, number> }): Promise<unknown>;
}

export interface AttributeOptions {
  readonly address: string;
  readonly namespace: string;
  readonly signal?: AbortSignal;
  /** How many seconds the servers of a cluster may take to learn, one after the other, of what was added. */
  readonly patience?: number;
}

/** Each type's number in Temporal's API, and a value of it as queries write it. */
const TYPES = {
  Keyword: { number: 2, value: "''" },
  Int: { number: 3, value: '0' },
  Bool: { number: 5, value: 'false' },
  Datetime: { number: 6, value: "'2000-01-01T00:00:00Z'" },
} as const;

const INVALID_ARGUMENT = 3;
const ALREADY_EXISTS = 6;
/** Permission denied, unimplemented, unauthenticated. */
const REFUSED = [7, 12, 16];

const PATIENCE = 30;

/**
 * Sees to it that the namespace knows the attributes that issue workflows carry, each of its type. Fault
 * `search-attributes-missing`, with the commands for the operator, when it does not and this connection may not change it.
 */
export async function ensureSearchAttributes(services: Services, options: AttributeOptions): Promise<void> {
  if ((await objection(services, options.namespace)) === null) return;
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES)) await add(services, options, name, TYPES[type].number);
  for (let asked = 1; ; asked++) {
    const reason = await objection(services, options.namespace);
    if (reason === null) return;
    if (asked > (options.patience ?? PATIENCE)) throw missing(options, reason);
    await sleep(1_000, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** Asked as any user may: a question that names all of them with values of their types is taken, or says what is wrong. `Level` alone is a word of the query language. */
async function objection({ workflowService }: Services, namespace: string): Promise<string | null> {
  const query = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `\`${name}\` = ${TYPES[type].value}`).join(' and ');
  try {
    await workflowService.countWorkflowExecutions({ namespace, query });
    return null;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === INVALID_ARGUMENT) return error.message;
    throw error;
  }
}

/** One by one: a server that knows one of several already would refuse them all. */
async function add({ operatorService }: Services, options: AttributeOptions, name: string, type: number): Promise<void> {
  try {
    await operatorService.addSearchAttributes({ namespace: options.namespace, searchAttributes: { [name]: type } });
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    if (error.code === ALREADY_EXISTS) return;
    throw REFUSED.includes(error.code) ? missing(options, error.message, error) : error;
  }
}

function missing(options: AttributeOptions, reason: string, cause?: unknown): Fault {
  return new Fault('search-attributes-missing', {
    params: { namespace: options.namespace, reason, commands: commandsFor(options) }, cause,
    tryNext: 'Have somebody who may do it run these commands. One that exists with another type has to be removed first.',
  });
}

/** The command line takes many names of one type at once. */
function commandsFor({ address, namespace }: AttributeOptions): string {
  return [...new Set(Object.values(SEARCH_ATTRIBUTES))].map((type) => {
    const names = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, own]) => (own === type ? [`--name ${name}`] : []));
    return `temporal operator search-attribute create --address ${address} --namespace ${namespace} --type ${type} ${names.join(' ')}`;
  }).join(' && ');
}
