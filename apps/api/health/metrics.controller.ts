import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Operation, type OperationSpec } from '../http/operation.js';
import { Metrics } from './metrics.js';

const metrics = { id: 'metrics', tag: 'health', access: 'loopback', summary: 'Figures of this process for Prometheus', answers: { 200: { description: 'Figures', contentType: 'text/plain' } } } as const satisfies OperationSpec;

@Controller('metrics')
export class MetricsController {
  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  @Get() @Operation(metrics) @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
