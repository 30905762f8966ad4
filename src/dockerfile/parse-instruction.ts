// One line to one typed instruction: which arguments each keyword takes and what is wrong when they are
// missing. Messages are BuildKit's (frontend/dockerfile/instructions). Throws `InstructionMistake` only.

import { InstructionMistake, quotedWords, splitPair } from './arguments.ts';
import { replacing } from './fix.ts';
import { checkFlags, FLAGS } from './flags.ts';
import { didYouMean, quote, suggestAnyCase } from './go-text.ts';
import type {
  ArgInstruction,
  FromInstruction,
  Heredoc,
  Instruction,
  InstructionBase,
  KeyValue,
  RunInstruction,
} from './instruction.ts';
import { checkDevice, checkMountSyntax } from './mount.ts';
import { parseHealthcheck } from './parse-healthcheck.ts';
import { parseAdd, parseCopy } from './parse-transfer.ts';
import {
  type Base,
  commandLine,
  instructionKind,
  KEYWORDS,
  missingArgument,
  type ShapedLine,
  type Surroundings,
} from './shaped-line.ts';
import type { Argument, SourceRange } from './source.ts';

function unknownInstruction({ text, range }: Argument): InstructionMistake {
  const meant = suggestAnyCase(text, KEYWORDS);
  return new InstructionMistake(
    'UnknownInstruction',
    `unknown instruction: ${text}${didYouMean(meant)}`,
    'Each line begins with an instruction such as FROM, RUN or COPY. If this line belongs to the one above, that line must end in "\\".',
    range,
    'second',
    meant === undefined ? undefined : replacing(`Write ${meant}`, range, meant),
  );
}

/** BuildKit's second pass: the typed instruction. */
export function parseShaped(
  shaped: ShapedLine,
  around: Surroundings,
  heredocs: readonly Heredoc[],
): Instruction {
  const { split, args } = shaped;
  const kind = instructionKind(split.keyword.text);
  const base = { ...around, keyword: split.keyword };
  const noFlags = () => ({ ...base, flags: checkFlags(split.flags, FLAGS.none).all });
  switch (kind) {
    case undefined:
      throw unknownInstruction(split.keyword);
    case 'FROM':
      return parseFrom(shaped, base);
    case 'ARG':
      return parseArg(shaped, base);
    case 'ENV':
    case 'LABEL':
      return { kind, ...noFlags(), pairs: checkPairs(shaped, kind), legacy: shaped.legacy };
    case 'RUN':
      return parseRun(shaped, base, heredocs);
    case 'CMD':
    case 'ENTRYPOINT':
      return { kind, ...noFlags(), command: commandLine(shaped, args) };
    case 'COPY':
      return parseCopy(shaped, base, heredocs);
    case 'ADD':
      return parseAdd(shaped, base, heredocs);
    case 'HEALTHCHECK':
      return parseHealthcheck(shaped, base);
    case 'ONBUILD':
      return parseOnbuild(shaped, noFlags(), heredocs);
    case 'MAINTAINER':
      return { kind, name: exactlyOne(shaped, kind), ...noFlags() };
    case 'WORKDIR':
      return { kind, path: exactlyOne(shaped, kind), ...noFlags() };
    case 'USER':
      return { kind, user: exactlyOne(shaped, kind), ...noFlags() };
    case 'STOPSIGNAL':
      // BuildKit never looks at STOPSIGNAL's flags.
      return { kind, signal: exactlyOne(shaped, kind), ...base, flags: [] };
    case 'EXPOSE':
      return { kind, ports: atLeastOne(shaped, kind), ...noFlags() };
    case 'VOLUME':
      return { kind, paths: atLeastOne(shaped, kind).map(volumePath), ...noFlags() };
    case 'SHELL': {
      const checked = noFlags();
      const shell = atLeastOne(shaped, kind);
      if (!shaped.json) {
        throw new InstructionMistake(
          'ShellNotJson',
          'SHELL requires the arguments to be in JSON form',
          'Write the shell as a JSON array: SHELL ["/bin/bash", "-c"].',
          split.keyword.range,
        );
      }
      return { kind, ...checked, args: shell };
    }
  }
}

function parseFrom({ split, args }: ShapedLine, base: Base): FromInstruction {
  const [image, asKeyword, stageName] = args;
  const named = args.length === 3 && asKeyword?.text.toLowerCase() === 'as';
  if (!image || (args.length !== 1 && !named)) {
    throw new InstructionMistake(
      'FromArguments',
      'FROM requires either one or three arguments',
      'Write "FROM image" or "FROM image AS name".',
      split.keyword.range,
    );
  }
  if (named && stageName && !/^[a-z][a-z0-9\-_.]*$/.test(stageName.text.toLowerCase())) {
    throw new InstructionMistake(
      'InvalidStageName',
      `invalid name for build stage: ${quote(stageName.text)}, name can't start with a number or contain symbols`,
      'A stage name is letters, digits, "-", "_" and ".", and begins with a letter.',
      stageName.range,
    );
  }
  const flags = checkFlags(split.flags, FLAGS.from);
  const platform = flags.text('platform');
  return {
    kind: 'FROM',
    ...base,
    flags: flags.all,
    base: image,
    ...(named && asKeyword && stageName ? { asKeyword, stageName } : {}),
    ...(platform ? { platform } : {}),
  };
}

function parseArg({ split, escapeCharacter }: ShapedLine, base: Base): ArgInstruction {
  const words = quotedWords(split, escapeCharacter);
  if (words.length === 0) throw missingArgument(split, 'ARG');
  const args = words.map((word) => {
    const equals = word.text.indexOf('=');
    if (equals < 0) return { name: split.line.argument(word.at, word.at + word.text.length) };
    if (equals === 0) throw blankName('ARG', split.line.range(word.at, word.end));
    const { key, value } = splitPair(split.line, word, equals);
    return { name: key, value };
  });
  // BuildKit never looks at ARG's flags.
  return { kind: 'ARG', ...base, flags: [], args };
}

function checkPairs({ split, pairs }: ShapedLine, keyword: string): readonly KeyValue[] {
  if (pairs.length === 0) throw missingArgument(split, keyword);
  for (const pair of pairs) if (pair.key.text === '') throw blankName(keyword, pair.value.range);
  return pairs;
}

function parseRun(shaped: ShapedLine, base: Base, heredocs: readonly Heredoc[]): RunInstruction {
  const flags = checkFlags(shaped.split.flags, FLAGS.run);
  const network = flags.text('network');
  const security = flags.text('security');
  const mounts = flags.texts('mount');
  const devices = flags.texts('device');
  for (const mount of mounts) checkMountSyntax(mount);
  for (const device of devices) checkDevice(device);
  return {
    kind: 'RUN',
    ...base,
    flags: flags.all,
    command: commandLine(shaped, shaped.args),
    heredocs,
    mounts,
    devices,
    ...(network
      ? { network: oneOf(network, ['default', 'none', 'host'], 'InvalidNetwork', invalidNetwork) }
      : {}),
    ...(security
      ? { security: oneOf(security, ['sandbox', 'insecure'], 'InvalidSecurity', invalidSecurity) }
      : {}),
  };
}

const invalidNetwork = (value: string) => `invalid network mode ${quote(value)}`;
const invalidSecurity = (value: string) => `security ${quote(value)} is not valid`;

function oneOf<T extends string>(
  argument: Argument,
  allowed: readonly T[],
  code: string,
  message: (value: string) => string,
): T {
  const found = allowed.find((value) => value === argument.text);
  if (found !== undefined) return found;
  throw new InstructionMistake(
    code,
    message(argument.text),
    `It can be ${allowed.join(', ')}.`,
    argument.range,
  );
}

function parseOnbuild(
  { split, inner }: ShapedLine,
  base: InstructionBase,
  heredocs: readonly Heredoc[],
): Instruction {
  if (!inner) throw missingArgument(split, 'ONBUILD');
  const trigger = inner.split.keyword;
  const triggerKeyword = trigger.text.toUpperCase();
  if (triggerKeyword === 'ONBUILD') {
    throw new InstructionMistake(
      'OnbuildChain',
      "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
      'A trigger runs in the child build only, not in its grandchildren. Write one ONBUILD.',
      trigger.range,
    );
  }
  if (triggerKeyword === 'MAINTAINER' || triggerKeyword === 'FROM') {
    throw new InstructionMistake(
      'OnbuildForbidden',
      `${triggerKeyword} isn't allowed as an ONBUILD trigger`,
      'ONBUILD stores an instruction for later builds, such as ONBUILD RUN or ONBUILD COPY.',
      trigger.range,
    );
  }
  const bodies = heredocs.map((heredoc) => `\n${heredoc.content}${heredoc.name}`).join('');
  const line = split.line.text.trimStart().replace(/^onbuild\s*/i, '');
  return { kind: 'ONBUILD', ...base, expression: line + bodies, triggerKeyword, heredocs };
}

function volumePath(path: Argument): Argument {
  const text = path.text.trim();
  if (text !== '') return { ...path, text };
  throw new InstructionMistake(
    'EmptyVolume',
    'VOLUME specified can not be an empty string',
    'Name the directory: VOLUME /data.',
    path.range,
  );
}

function exactlyOne({ split, args }: ShapedLine, keyword: string): Argument {
  const [only] = args;
  if (only && args.length === 1) return only;
  throw new InstructionMistake(
    'MissingArgument',
    `${keyword} requires exactly one argument`,
    `Nothing stands after ${keyword}.`,
    split.keyword.range,
  );
}

function atLeastOne({ split, args }: ShapedLine, keyword: string): readonly Argument[] {
  if (args.length === 0) throw missingArgument(split, keyword);
  return args;
}

function blankName(keyword: string, range: SourceRange): InstructionMistake {
  return new InstructionMistake(
    'BlankName',
    `${keyword} names can not be blank`,
    `A name must stand before "=": ${keyword} NAME=value.`,
    range,
  );
}
