// COPY and ADD: sources, inline files, destination and their flags. Dockerfile reference, "COPY" and "ADD".

import { InstructionMistake } from './arguments.ts';
import { ExpansionError } from './expand.ts';
import { checkFlags, FLAGS } from './flags.ts';
import { type HeredocWord, parseHeredocWord } from './heredoc.ts';
import type { AddInstruction, CopyInstruction, Heredoc, InlineFile } from './instruction.ts';
import type { Base, ShapedLine } from './shaped-line.ts';
import type { Argument } from './source.ts';

export function parseCopy(shaped: ShapedLine, base: Base, heredocs: readonly Heredoc[]): CopyInstruction {
  const args = requireTwo(shaped, 'COPY');
  const flags = checkFlags(shaped.split.flags, FLAGS.copy);
  const from = flags.text('from');
  return {
    kind: 'COPY',
    ...base,
    flags: flags.all,
    ...sourcesAndDestination(args, heredocs, 'COPY'),
    ...present('chown', flags.text('chown')),
    ...present('chmod', flags.text('chmod')),
    ...present('from', from?.text === '' ? undefined : from),
    link: flags.yesOrNo('link') ?? false,
    exclude: flags.texts('exclude'),
    parents: flags.yesOrNo('parents') ?? false,
  };
}

export function parseAdd(shaped: ShapedLine, base: Base, heredocs: readonly Heredoc[]): AddInstruction {
  const args = requireTwo(shaped, 'ADD');
  const flags = checkFlags(shaped.split.flags, FLAGS.add);
  return {
    kind: 'ADD',
    ...base,
    flags: flags.all,
    ...sourcesAndDestination(args, heredocs, 'ADD'),
    ...present('chown', flags.text('chown')),
    ...present('chmod', flags.text('chmod')),
    ...present('checksum', flags.text('checksum')),
    ...present('unpack', flags.yesOrNo('unpack')),
    ...present('keepGitDir', flags.yesOrNo('keep-git-dir')),
    link: flags.yesOrNo('link') ?? false,
    exclude: flags.texts('exclude'),
  };
}

/** `{ name: value }`, or nothing for undefined: exact optional properties may not hold undefined. */
function present<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  const result: { [P in K]?: V } = {};
  if (value !== undefined) result[name] = value;
  return result;
}

function requireTwo({ split, args }: ShapedLine, keyword: string): PathArguments {
  const destination = args[args.length - 1];
  if (destination && args.length >= 2) return { sources: args.slice(0, -1), destination };
  throw new InstructionMistake(
    'MissingDestination',
    `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`,
    `Write what to copy and where to: ${keyword} src /app/. For the working directory the destination is ".".`,
    args[0]?.range ?? split.keyword.range,
  );
}

interface PathArguments {
  readonly sources: readonly Argument[];
  readonly destination: Argument;
}

interface Transfer {
  readonly sources: readonly Argument[];
  readonly inlineFiles: readonly InlineFile[];
  readonly destination: Argument;
}

function sourcesAndDestination(
  { sources: written, destination }: PathArguments,
  heredocs: readonly Heredoc[],
  keyword: string,
): Transfer {
  if (heredocWord(destination)) {
    throw new InstructionMistake(
      'HeredocDestination',
      `${keyword} cannot accept a heredoc as a destination`,
      `The last word of ${keyword} is where the files go. Put the path after the heredoc: ${keyword} <<EOF /etc/motd.`,
      destination.range,
    );
  }
  const byName = new Map(heredocs.map((heredoc) => [heredoc.name, heredoc]));
  const sources: Argument[] = [];
  const inlineFiles: InlineFile[] = [];
  for (const source of written) {
    const word = heredocWord(source);
    if (!word) {
      sources.push(source);
      continue;
    }
    // A JSON array has no bodies: BuildKit then writes an empty file.
    const body = byName.get(word.name) ?? { ...word, content: '', range: source.range };
    inlineFiles.push({ ...body, path: { text: word.name, range: source.range } });
  }
  return { sources, inlineFiles, destination };
}

function heredocWord(argument: Argument): HeredocWord | undefined {
  try {
    return parseHeredocWord(argument.text);
  } catch (error) {
    if (error instanceof ExpansionError) return undefined;
    throw error;
  }
}
