import { noteAudit, type AuditNote, type Desk } from '#identity';
import type { Comparison, OnProgress, Rebuilds } from '#projections';

/** `rebuild` is `beside` and `switch` at once. `ask` leaves the building to the process that keeps the read models. */
export type RebuildStep = keyof Rebuilds;

export interface RebuildRequest {
  readonly step: RebuildStep;
  readonly readModel: string;
  /** As the copies name who did it. */
  readonly by: string;
  /** As the audit does. */
  readonly who?: Pick<AuditNote, 'cadre' | 'post' | 'unit' | 'address'>;
  readonly onProgress?: OnProgress;
}

/** `events`: up to which position it has read; `rows`: how many it has. */
export interface RebuildStepDone {
  readonly events?: number;
  readonly rows?: number;
  readonly comparison?: Comparison;
}

/** Takes one step of a rebuild and leaves it in the audit; a comparison changes nothing and leaves none. Faults: those of the step. */
export async function takeRebuildStep({ rebuilds, desk }: { readonly rebuilds: Rebuilds; readonly desk: Desk }, request: RebuildRequest): Promise<RebuildStepDone> {
  const { step, readModel, who = {} } = request;
  const done = await STEPS[step](rebuilds, request);
  if (step !== 'compare') await noteAudit(desk, { ...who, act: `read-model-${step === 'ask' ? 'beside' : step}`, subject: readModel });
  return done;
}

const NONE: OnProgress = () => undefined;

const STEPS: Readonly<Record<RebuildStep, (rebuilds: Rebuilds, request: RebuildRequest) => Promise<RebuildStepDone>>> = {
  rebuild: (rebuilds, { readModel, by, onProgress = NONE }) => rebuilds.rebuild(readModel, by, onProgress),
  beside: (rebuilds, { readModel, by, onProgress = NONE }) => rebuilds.beside(readModel, by, onProgress),
  ask: async (rebuilds, { readModel, by }) => {
    await rebuilds.ask(readModel, by);
    return {};
  },
  compare: async (rebuilds, { readModel }) => ({ comparison: await rebuilds.compare(readModel) }),
  switch: async (rebuilds, { readModel, by }) => ({ events: await rebuilds.switch(readModel, by) }),
  undo: async (rebuilds, { readModel, by }) => ({ events: await rebuilds.undo(readModel, by) }),
  drop: async (rebuilds, { readModel }) => {
    await rebuilds.drop(readModel);
    return {};
  },
};
