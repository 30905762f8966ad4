/** One call of `dry-dock`, from its arguments to its exit code: all errors become sentences here. */
import { ImageError } from '../image/image-error.ts';
import { RegistryError } from '../registry/distribution/registry-error.ts';
import { InvalidReferenceError } from '../registry/reference.ts';
import { type BuildOptions, type Command, parseArguments } from './arguments.ts';
import { buildCommand, interrupted } from './build-command.ts';
import { checkCommand } from './check-command.ts';
import { ContextError } from './context-folder.ts';
import { buildHelp, diskUsageHelp, generalHelp, pruneHelp, pushHelp, runHelp } from './help.ts';
import type { Host } from './host.ts';
import { useNodeGunzip } from './node-gunzip.ts';
import { useNodeHash } from './node-hash.ts';
import { outlineCommand } from './outline-command.ts';
import { pushCommand } from './push-command.ts';
import { runCommand } from './run-command.ts';
import { diskUsageCommand, pruneCommand } from './storage-commands.ts';
import { targetsCommand } from './targets-command.ts';
import { UsageError } from './usage-error.ts';

/** Answers the exit code; `args` are those after the program's name. */
export async function runCommandLine(args: readonly string[], host: Host): Promise<number> {
  useNodeGunzip();
  useNodeHash();
  try {
    return await carryOut(parseArguments(args, host.environment), host);
  } catch (error) {
    if (host.signal.aborted) {
      host.standardError.write('ERROR: failed to build: context canceled\n');
      return interrupted;
    }
    host.standardError.write(errorText(error));
    return error instanceof UsageError ? error.exitCode : 1;
  }
}

const helps = {
  all: generalHelp,
  build: buildHelp,
  push: pushHelp,
  run: runHelp,
  'system df': diskUsageHelp,
  'builder prune': pruneHelp,
};

async function carryOut(command: Command, host: Host): Promise<number> {
  switch (command.command) {
    case 'help':
      host.standardOutput.write(helps[command.about]);
      return 0;
    case 'push':
      return pushCommand(command.options, host);
    case 'run':
      return runCommand(command.options, host);
    case 'system df':
      return diskUsageCommand(command.options, host);
    case 'builder prune':
      return pruneCommand(command.options, host);
    case 'build':
      return callCommand(command.options, host);
  }
}

function callCommand(options: BuildOptions, host: Host): Promise<number> {
  switch (options.call.method) {
    case 'build':
      return buildCommand(options, host);
    case 'check':
      return checkCommand(options, host);
    case 'outline':
      return outlineCommand(options, host);
    case 'targets':
      return targetsCommand(options, host);
  }
}

function errorText(error: unknown): string {
  if (error instanceof UsageError) {
    return `ERROR: ${error.message}\n${error.advice === '' ? '' : `\n${error.advice}\n`}`;
  }
  if (error instanceof RegistryError) return `ERROR: ${error.message}\n\n${error.explanation}\n`;
  if (
    error instanceof ContextError ||
    error instanceof ImageError ||
    error instanceof InvalidReferenceError ||
    isSystemError(error)
  ) {
    return `ERROR: ${error.message}\n`;
  }
  // A fault of ours: the trace is what a report of it needs.
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `ERROR: dry-dock failed in a way it should not. Please report this:\n${trace}\n`;
}

/** A full disk, a folder that may not be written: Node's sentence names path and cause. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
