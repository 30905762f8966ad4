// The flags of each instruction, `--name=value`: which exist, what they take, and BuildKit's words for a
// flag that is wrong. Flags of the labs channel are accepted and marked.

import { InstructionMistake, type RawFlag } from './arguments.ts';
import type { Fix } from './fix.ts';
import { didYouMean, suggest } from './go-text.ts';
import type { Flag } from './instruction.ts';
import type { Argument } from './source.ts';

interface FlagSpec {
  readonly takes: 'text' | 'yes or no' | 'texts';
  readonly labs?: true;
}

type FlagSpecs = Readonly<Record<string, FlagSpec>>;

const text: FlagSpec = { takes: 'text' };
const texts: FlagSpec = { takes: 'texts' };
const yesOrNo: FlagSpec = { takes: 'yes or no' };

export const FLAGS = {
  none: {},
  from: { platform: text },
  run: {
    mount: texts,
    network: text,
    security: { takes: 'text', labs: true },
    device: { takes: 'texts', labs: true },
  },
  copy: {
    from: text,
    chown: text,
    chmod: text,
    link: yesOrNo,
    exclude: texts,
    parents: { takes: 'yes or no', labs: true },
  },
  add: {
    chown: text,
    chmod: text,
    link: yesOrNo,
    checksum: text,
    'keep-git-dir': yesOrNo,
    unpack: yesOrNo,
    exclude: texts,
  },
  healthcheck: {
    interval: text,
    timeout: text,
    'start-period': text,
    'start-interval': text,
    retries: text,
  },
} as const satisfies Record<string, FlagSpecs>;

/** An instruction's flags after checking. */
export class CheckedFlags {
  readonly all: readonly Flag[];

  constructor(all: readonly Flag[]) {
    this.all = all;
  }

  text(name: string): Argument | undefined {
    return this.all.find((flag) => flag.name === name)?.value;
  }

  texts(name: string): readonly Argument[] {
    return this.all.flatMap((flag) => (flag.name === name && flag.value ? [flag.value] : []));
  }

  /** Undefined when the flag is not there. */
  yesOrNo(name: string): boolean | undefined {
    const flag = this.all.find((candidate) => candidate.name === name);
    return flag === undefined ? undefined : flag.value?.text.toLowerCase() !== 'false';
  }
}

/** Checks flags against what the instruction knows. Throws `InstructionMistake`. */
export function checkFlags(flags: readonly RawFlag[], specs: FlagSpecs): CheckedFlags {
  const seen = new Set<string>();
  return new CheckedFlags(
    flags.map((flag): Flag => {
      const spec = Object.hasOwn(specs, flag.name) ? specs[flag.name] : undefined;
      if (!spec) throw unknownFlag(flag, Object.keys(specs));
      if (seen.has(flag.name) && spec.takes !== 'texts') {
        throw new InstructionMistake(
          'DuplicateFlag',
          `duplicate flag specified: --${flag.name}`,
          `--${flag.name} can be given once. Keep the one you mean.`,
          flag.range,
        );
      }
      seen.add(flag.name);
      checkValue(flag, spec);
      return { ...flag, labs: spec.labs === true };
    }),
  );
}

function checkValue(flag: RawFlag, spec: FlagSpec): void {
  const value = flag.value?.text;
  if (spec.takes === 'yes or no') {
    if (value === undefined || /^(true|false)$/i.test(value)) return;
    if (value !== '') {
      throw new InstructionMistake(
        'BadFlagValue',
        `expecting boolean value for flag --${flag.name}, not: ${value}`,
        `Write --${flag.name}, --${flag.name}=true or --${flag.name}=false.`,
        flag.range,
      );
    }
  } else if (value !== undefined) return;
  throw new InstructionMistake(
    'MissingFlagValue',
    `missing a value on flag: --${flag.name}`,
    `The value follows "=" without a space: --${flag.name}=value.`,
    flag.range,
  );
}

function unknownFlag(flag: RawFlag, known: readonly string[]): InstructionMistake {
  const list = known.map((name) => `--${name}`).join(', ');
  const meant = suggest(flag.name, known);
  return new InstructionMistake(
    'UnknownFlag',
    `unknown flag: --${flag.name}${didYouMean(meant)}`,
    known.length === 0 ? 'This instruction has no flags.' : `The flags here are ${list}.`,
    flag.range,
    'second',
    meant === undefined ? undefined : renamed(flag, meant),
  );
}

/** The name stands after "--" and before "=", unless it is quoted. */
function renamed({ name, range }: RawFlag, right: string): Fix {
  const from = range.start.offset + '--'.length;
  return { title: `Write --${right}`, edits: [{ from, to: from + name.length, text: right }] };
}
