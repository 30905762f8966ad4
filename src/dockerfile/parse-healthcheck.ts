// HEALTHCHECK: its two forms, and its flags with Go durations. Dockerfile reference, "HEALTHCHECK".

import { InstructionMistake } from './arguments.ts';
import { parseDuration } from './duration.ts';
import { type CheckedFlags, checkFlags, FLAGS } from './flags.ts';
import { quote } from './go-text.ts';
import type { HealthcheckInstruction } from './instruction.ts';
import { type Base, commandLine, missingArgument, type ShapedLine } from './shaped-line.ts';

/** Docker refuses shorter times. */
const MIN_NANOSECONDS = 1e6;

export function parseHealthcheck(shaped: ShapedLine, base: Base): HealthcheckInstruction {
  const { split } = shaped;
  const [type, ...args] = shaped.args;
  if (!type) throw missingArgument(split, 'HEALTHCHECK');
  const word = type.text.toUpperCase();
  if (word === 'NONE') {
    if (args.length > 0) {
      throw new InstructionMistake(
        'HealthcheckNone',
        'HEALTHCHECK NONE takes no arguments',
        'NONE switches the inherited health check off. Remove what follows it, or write CMD in its place.',
        type.range,
      );
    }
    // BuildKit never looks at the flags of HEALTHCHECK NONE.
    const none = { interval: 0, timeout: 0, startPeriod: 0, startInterval: 0, retries: 0 };
    return { kind: 'HEALTHCHECK', ...base, flags: [], ...none };
  }
  const flags = checkFlags(split.flags, FLAGS.healthcheck);
  if (word !== 'CMD') {
    throw new InstructionMistake(
      'HealthcheckType',
      `Unknown type ${quote(word)} in HEALTHCHECK (try CMD)`,
      'Write HEALTHCHECK CMD and the command that tells whether the container is well, or HEALTHCHECK NONE.',
      type.range,
    );
  }
  if (args.length === 0) {
    throw new InstructionMistake(
      'HealthcheckCommand',
      'Missing command after HEALTHCHECK CMD',
      'The command should exit 0 when the container is well and 1 when it is not.',
      type.range,
    );
  }
  return {
    kind: 'HEALTHCHECK',
    ...base,
    flags: flags.all,
    command: commandLine(shaped, args),
    interval: duration(flags, 'interval'),
    timeout: duration(flags, 'timeout'),
    startPeriod: duration(flags, 'start-period'),
    startInterval: duration(flags, 'start-interval'),
    retries: retries(flags),
  };
}

function duration(flags: CheckedFlags, name: string): number {
  const value = flags.text(name);
  if (!value || value.text === '') return 0;
  const parsed = parseDuration(value.text);
  if ('mistake' in parsed) {
    throw new InstructionMistake(
      'InvalidDuration',
      parsed.mistake,
      'A duration is a number and a unit: 500ms, 30s, 5m, 1h30m.',
      value.range,
    );
  }
  if (parsed.nanoseconds !== 0 && parsed.nanoseconds < MIN_NANOSECONDS) {
    throw new InstructionMistake(
      'ShortDuration',
      `Interval ${quote(name)} cannot be less than 1ms`,
      'Give a time of at least 1ms, or 0s for the default.',
      value.range,
    );
  }
  return parsed.nanoseconds;
}

function retries(flags: CheckedFlags): number {
  const value = flags.text('retries');
  if (!value || value.text === '') return 0;
  const explanation = 'Give a whole number, 0 or more.';
  const number = /^[+-]?\d+$/.test(value.text) ? Number(value.text) : undefined;
  if (number === undefined || number < -(2 ** 31) || number >= 2 ** 31) {
    const why = number === undefined ? 'invalid syntax' : 'value out of range';
    throw new InstructionMistake(
      'InvalidRetries',
      `strconv.ParseInt: parsing ${quote(value.text)}: ${why}`,
      explanation,
      value.range,
    );
  }
  if (number < 0) {
    throw new InstructionMistake(
      'InvalidRetries',
      `--retries cannot be negative (${number})`,
      explanation,
      value.range,
    );
  }
  return number;
}
