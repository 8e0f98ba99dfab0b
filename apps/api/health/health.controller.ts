import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { api } from '#wire';
import { Operation, type OperationSpec } from '../http/operation.js';
import { Readiness, type ReadinessReport } from './readiness.js';

const LiveShape = z.object({ status: z.literal('live') });
const ReadyShape = z.object({
  status: z.enum(['ready', 'not-ready']),
  parts: z.object({
    record: z.object({ status: z.enum(['up', 'down', 'frozen', 'gap-undeclared', 'restore-unfinished']), position: z.number().nullable(), epoch: z.number().nullable() }),
    readModels: z.object({ status: z.enum(['up', 'down', 'stopped']), position: z.number().nullable(), lag: z.number().nullable(), stopped: z.array(z.string()), incomplete: z.array(z.string()) }),
    clock: api.ClockStanding,
    seals: api.SealStanding.omit({ witnesses: true }).nullable(),
    calendar: z.object({ calendar: z.string(), status: z.enum(['covered', 'ending', 'ended']), coveredTo: z.string(), daysLeft: z.number() }).nullable(),
  }),
});

const live = { id: 'live', tag: 'health', access: 'anyone', summary: 'Whether the process runs', answers: { 200: { description: 'It runs', schema: LiveShape } } } as const satisfies OperationSpec;
const ready = {
  id: 'ready', tag: 'health', access: 'anyone', summary: 'Whether requests can be served. The clock may be down and a read model stopped: what needs neither is served all the same',
  answers: { 200: { description: 'Ready', schema: ReadyShape }, 503: { description: 'Not ready', schema: ReadyShape } },
} as const satisfies OperationSpec;

@Controller('health')
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('live') @Operation(live)
  live(): z.output<typeof LiveShape> {
    return { status: 'live' };
  }

  @Get('ready') @Operation(ready)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    void reply.code(report.status === 'ready' ? 200 : 503).header('cache-control', 'no-store');
    return report;
  }
}
