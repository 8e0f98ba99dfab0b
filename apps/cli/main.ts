import { CommanderError } from 'commander';
import { Fault } from '#kernel';
import { isMessage, translate } from '#messages';
import { commandLine } from './program.js';
import { EXIT } from './terminal.js';

const { program, locale } = commandLine(process.env);

// Whoever reads the beginning alone (`| head`) has seen enough; the command itself goes on to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });

try {
  await program.parseAsync();
} catch (failure) {
  process.exitCode = report(failure);
}

function report(failure: unknown): number {
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? EXIT.done : EXIT.usage;
  if ((failure as NodeJS.ErrnoException).code === 'EPIPE') return EXIT.done;
  if (failure instanceof Fault) process.stderr.write(`${faultWords(failure)}\n`);
  else process.stderr.write(`${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}\n`);
  return EXIT.failed;
}

/** In the reader's language where the command line or the start knows the code; as the fault itself puts it otherwise. */
function faultWords(fault: Fault): string {
  const namespace = (['cli', 'start'] as const).find((each) => isMessage(locale(), each, fault.code));
  return namespace === undefined ? fault.message : translate(locale(), namespace, fault.code, fault.params);
}
