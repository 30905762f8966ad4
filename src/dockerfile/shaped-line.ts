// A line's first reading: its arguments get the shape that its keyword asks for (fields, pairs, JSON array,
// the whole rest), as BuildKit's frontend/dockerfile/parser does before anything is understood.

import {
  fields,
  InstructionMistake,
  jsonStrings,
  keyValues,
  type SplitLine,
  splitLine,
  wholeArgument,
} from './arguments.ts';
import { isSpace } from './go-text.ts';
import type { CommandLine, InstructionBase, InstructionKind, KeyValue } from './instruction.ts';
import type { Argument } from './source.ts';

/** A line read in BuildKit's first pass: its arguments have a shape, and only then does it have a meaning. */
export interface ShapedLine {
  readonly split: SplitLine;
  readonly escapeCharacter: '\\' | '`';
  readonly args: readonly Argument[];
  readonly json: boolean;
  readonly pairs: readonly KeyValue[];
  readonly legacy: boolean;
  /** Of ONBUILD: the trigger. */
  readonly inner?: ShapedLine;
}

/** What an instruction has besides its arguments. */
export type Surroundings = Omit<InstructionBase, 'keyword' | 'flags'>;

export type Base = Surroundings & { readonly keyword: Argument };

type Shape = 'fields' | 'text' | 'command' | 'json or fields' | 'words' | 'pairs' | 'trigger' | 'healthcheck';

const SHAPES: Readonly<Record<InstructionKind, Shape>> = {
  FROM: 'fields',
  ARG: 'words',
  ENV: 'pairs',
  LABEL: 'pairs',
  RUN: 'command',
  CMD: 'command',
  ENTRYPOINT: 'command',
  SHELL: 'command',
  COPY: 'json or fields',
  ADD: 'json or fields',
  VOLUME: 'json or fields',
  EXPOSE: 'fields',
  MAINTAINER: 'text',
  WORKDIR: 'text',
  USER: 'text',
  STOPSIGNAL: 'text',
  HEALTHCHECK: 'healthcheck',
  ONBUILD: 'trigger',
};

export const KEYWORDS: readonly string[] = Object.keys(SHAPES);

/** The instruction that a keyword names, in any case. */
export function instructionKind(keyword: string): InstructionKind | undefined {
  const upper = keyword.toUpperCase();
  return isKind(upper) ? upper : undefined;
}

function isKind(keyword: string): keyword is InstructionKind {
  return Object.hasOwn(SHAPES, keyword);
}

/** BuildKit's first pass over a line. */
export function shapeLine(split: SplitLine, escapeCharacter: '\\' | '`'): ShapedLine {
  const kind = instructionKind(split.keyword.text);
  const bare = { split, escapeCharacter, args: [], json: false, pairs: [], legacy: false };
  if (kind === undefined) return bare;
  switch (SHAPES[kind]) {
    case 'fields':
      return { ...bare, args: fields(split) };
    case 'words':
      // ARG takes them apart by itself.
      return bare;
    case 'pairs':
      return { ...bare, ...keyValues(split, escapeCharacter) };
    case 'text':
      return { ...bare, args: optional(wholeArgument(split)) };
    case 'command': {
      const json = jsonStrings(split);
      return { ...bare, args: json ?? optional(wholeArgument(split)), json: json !== undefined };
    }
    case 'json or fields': {
      const json = jsonStrings(split);
      return { ...bare, args: json ?? fields(split), json: json !== undefined };
    }
    case 'healthcheck': {
      const [type] = fields(split);
      if (!type) return bare;
      const rest = restAfter(split, type);
      const json = jsonStrings(rest);
      return { ...bare, args: [type, ...(json ?? optional(wholeArgument(rest)))], json: json !== undefined };
    }
    case 'trigger': {
      if (split.start >= split.end) return bare;
      const trigger = splitLine(split.line, split.start);
      // ONBUILD ONBUILD is refused below, however deep it goes.
      if (instructionKind(trigger.keyword.text) === 'ONBUILD') {
        return { ...bare, inner: { ...bare, split: trigger } };
      }
      return { ...bare, inner: shapeLine(trigger, escapeCharacter) };
    }
  }
}

function restAfter(split: SplitLine, first: Argument): SplitLine {
  const text = split.line.text;
  let start = split.start + first.text.length;
  while (start < split.end && isSpace(text.charCodeAt(start))) start++;
  return { ...split, start };
}

function optional(argument: Argument | undefined): readonly Argument[] {
  return argument ? [argument] : [];
}

/** JSON arguments, or the whole text for the shell (empty when there is none). */
export function commandLine({ split, json }: ShapedLine, args: readonly Argument[]): CommandLine {
  if (json) return { form: 'json', args };
  return { form: 'shell', text: args[0] ?? split.line.argument(split.end, split.end) };
}

export function missingArgument(split: SplitLine, keyword: string): InstructionMistake {
  return new InstructionMistake(
    'MissingArgument',
    `${keyword} requires at least one argument`,
    `Nothing stands after ${keyword}.`,
    split.keyword.range,
  );
}
