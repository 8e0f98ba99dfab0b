import { Module, type DynamicModule } from '@nestjs/common';
import { ApplicationModule, type ApplicationPorts } from '#application';

/** The application without any door of its own: commands come from the clock's activities. */
@Module({})
export class WorkerModule {
  static with(ports: ApplicationPorts): DynamicModule {
    return { module: WorkerModule, imports: [ApplicationModule.with(ports)] };
  }
}
