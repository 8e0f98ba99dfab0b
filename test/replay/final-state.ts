import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Tells a replay with what state a workflow ended, or went on in a fresh history. Bundled with the workflows under test only. */
export interface FinalStateSinks extends Sinks {
  replay: { final(state: unknown): void };
}

const { replay } = proxySinks<FinalStateSinks>();

export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [{
    async execute(input, next) {
      const result = await next(input);
      replay.final(result);
      return result;
    },
  }],
  outbound: [{
    continueAsNew(input, next) {
      replay.final(input.args[0]);
      return next(input);
    },
  }],
});
