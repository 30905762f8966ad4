// A Dockerfile's text to instructions and stages. `parseDockerfile` reports every problem and parses the
// rest, for editors; `parseStrictly` stops at the error that BuildKit 0.25 would print.

import { InstructionMistake, splitLine } from './arguments.ts';
import { ExpansionError } from './expand.ts';
import { trimSpace } from './go-text.ts';
import { type HeredocWord, heredocsInLine } from './heredoc.ts';
import type { Heredoc, Instruction, InstructionBase, InstructionKind } from './instruction.ts';
import {
  type Directive,
  type EmptyLines,
  type LineMistake,
  LineReader,
  type ReadLine,
} from './logical-line.ts';
import { parseShaped } from './parse-instruction.ts';
import { DockerfileError, type LineSpan, linesOf, type Problem } from './problem.ts';
import { instructionKind, type ShapedLine, shapeLine } from './shaped-line.ts';
import { type Argument, type SourceRange, SourceText } from './source.ts';
import { type StageSplit, splitStages } from './stage.ts';

export interface Dockerfile extends StageSplit {
  readonly source: SourceText;
  /** The character that continues lines and takes the meaning from the next one. */
  readonly escape: '\\' | '`';
  /** `# syntax=`, `# escape=`, `# check=`. */
  readonly directives: readonly Directive[];
  readonly instructions: readonly Instruction[];
  /** FROM lines that are no instruction, of which BuildKit compares the case of the words before it says so. */
  readonly wrongFroms: readonly WrongFrom[];
  /** Every error, and the warning `NoEmptyContinuation`, in the order of the file. */
  readonly problems: readonly Problem[];
  /** False: BuildKit's first pass, which reads all lines, stops at an error. */
  readonly linesAreRead: boolean;
  /** The error that BuildKit stops at; undefined when the Dockerfile can be built. */
  readonly firstError?: Problem;
}

export interface WrongFrom extends Pick<InstructionBase, 'keyword' | 'range'> {
  readonly kind: 'wrong FROM';
  /** What stands in the place of AS, and of the stage's name. */
  readonly asKeyword: Argument;
  readonly stageName?: Argument;
}

/** Larger files are refused unread. Docker's own limit is 16 MiB, a person's file has a few KiB. */
export const MAX_DOCKERFILE_LENGTH = 5 * 1024 * 1024;

/** More instructions than this are refused: a build of so many could not end anyway. */
export const MAX_INSTRUCTIONS = 50_000;

const HEREDOC_KINDS: ReadonlySet<InstructionKind> = new Set(['RUN', 'COPY', 'ADD']);

/** Parses any text. Never throws; time and memory grow linearly with the text. */
export function parseDockerfile(text: string): Dockerfile {
  return new DockerfileParser(text).parse();
}

/** As `parseDockerfile`; throws `DockerfileError` with BuildKit's first error when there is one. */
export function parseStrictly(text: string): Dockerfile {
  const dockerfile = parseDockerfile(text);
  if (dockerfile.firstError) throw new DockerfileError(dockerfile.firstError);
  return dockerfile;
}

class DockerfileParser {
  readonly #source: SourceText;
  readonly #reader: LineReader;
  readonly #instructions: Instruction[] = [];
  readonly #wrongFroms: WrongFrom[] = [];
  readonly #warnings: Problem[] = [];
  /** Errors of BuildKit's first pass (lines) and of its second (instructions): it prints the first of these. */
  readonly #firstPass: Problem[] = [];
  readonly #secondPass: Problem[] = [];
  #sawFrom = false;
  #sawInstruction = false;

  constructor(text: string) {
    this.#source = new SourceText(text);
    this.#reader = new LineReader(this.#source);
  }

  parse(): Dockerfile {
    const whole = this.#source.rangeOf(0, 0);
    if (this.#source.text.length > MAX_DOCKERFILE_LENGTH) {
      this.#firstPass.push(
        problem(
          'TooLarge',
          'Dockerfile exceeds maximum allowed size',
          `This one has ${this.#source.text.length} characters, and ${MAX_DOCKERFILE_LENGTH} are read at most. Put data into files of the build context and COPY them.`,
          whole,
        ),
      );
    } else {
      this.#readAll();
      this.#checkNotEmpty(whole);
    }
    return this.#result();
  }

  #readAll(): void {
    let count = 0;
    for (let read = this.#reader.next(); read; read = this.#reader.next()) {
      if (++count > MAX_INSTRUCTIONS) {
        const help = 'Put the commands into a script of the build context, and RUN it.';
        const range = this.#source.rangeOf(read.start, read.end);
        const message = `Dockerfile has more than ${MAX_INSTRUCTIONS} instructions`;
        this.#firstPass.push(problem('TooManyInstructions', message, help, range));
        break;
      }
      this.#sawInstruction = true;
      this.#parseLine(read);
    }
    for (const { code, message, explanation, range } of this.#reader.mistakes) {
      this.#firstPass.push(problem(code, message, explanation, range, false, markedLines(code, range)));
    }
    this.#firstPass.sort((a, b) => a.range.start.offset - b.range.start.offset);
  }

  #parseLine(read: ReadLine): void {
    if (read.emptyLines) {
      this.#warnings.push(emptyContinuation(read.emptyLines, this.#reader.lineNumber));
    }
    const split = splitLine(read.line);
    const kind = instructionKind(split.keyword.text);
    if (kind === 'FROM') this.#sawFrom = true;
    let end = read.end;
    const rangeSoFar = () => this.#source.rangeOf(read.start, end);
    let shaped: ShapedLine | undefined;
    try {
      shaped = shapeLine(split, this.#reader.escape);
      const words = canHoldHeredocs(shaped) ? heredocsInLine(read.line.text) : [];
      const heredocs: Heredoc[] = [];
      for (const word of words) {
        const body = this.#reader.heredocBody(word.name, word.chomp);
        if (!body) throw unterminated(word, rangeSoFar());
        heredocs.push({ ...word, content: body.content, range: body.range });
        end = body.end;
      }
      const range = rangeSoFar();
      const instruction = parseShaped(
        shaped,
        {
          range,
          source: this.#source.text.slice(read.start, end),
          code: trimSpace(read.line.text),
          comments: read.comments,
        },
        heredocs,
      );
      this.#instructions.push(instruction);
      if (!this.#sawFrom && instruction.kind !== 'ARG') this.#secondPass.push(noStageYet(instruction));
    } catch (error) {
      this.#report(error, rangeSoFar());
      if (kind === 'FROM' && shaped !== undefined) this.#noteWrongFrom(shaped, rangeSoFar());
    }
  }

  #noteWrongFrom({ split, args }: ShapedLine, range: SourceRange): void {
    const [, asKeyword, stageName, more] = args;
    if (asKeyword === undefined || stageName === undefined) return;
    const named = more === undefined ? { stageName } : {};
    this.#wrongFroms.push({ kind: 'wrong FROM', keyword: split.keyword, range, asKeyword, ...named });
  }

  #report(error: unknown, range: SourceRange): void {
    if (error instanceof InstructionMistake) {
      const place = error.range ?? range;
      // A heredoc that does not end was looked for to the end of the file.
      const lines =
        error.code === 'UnterminatedHeredoc'
          ? [{ first: range.start.line, last: this.#reader.lineNumber }]
          : linesOf(range);
      const found = problem(error.code, error.message, error.explanation, place, !error.firstPass, lines);
      const withFix = error.fix === undefined ? found : { ...found, fix: error.fix };
      (error.firstPass ? this.#firstPass : this.#secondPass).push(withFix);
    } else if (error instanceof ExpansionError) {
      const help = 'The word after "<<" names the line that ends the text. Close its quotes.';
      this.#firstPass.push(problem('InvalidHeredoc', error.message, help, range));
    } else {
      throw error;
    }
  }

  #checkNotEmpty(range: SourceRange): void {
    const help = 'Begin with FROM and a base image, for example "FROM alpine".';
    if (this.#source.text === '') {
      this.#firstPass.push(
        problem('EmptyDockerfile', 'the Dockerfile cannot be empty', help, range, false, null),
      );
    } else if (!this.#sawInstruction) {
      const last = this.#reader.lineNumber;
      const lines = [{ first: last, last }];
      this.#firstPass.push(problem('NoInstructions', 'file with no instructions', help, range, false, lines));
    } else if (!this.#sawFrom && this.#secondPass.length === 0) {
      this.#secondPass.push(
        problem('NoStages', 'dockerfile contains no stages to build', help, range, false, null),
      );
    }
  }

  #result(): Dockerfile {
    const { metaArgs, stages } = splitStages(this.#instructions);
    const problems = [...this.#warnings, ...this.#firstPass, ...this.#secondPass];
    problems.sort((a, b) => a.range.start.offset - b.range.start.offset);
    const firstError = this.#firstPass[0] ?? this.#secondPass[0];
    return {
      source: this.#source,
      escape: this.#reader.escape,
      directives: this.#reader.directives,
      instructions: this.#instructions,
      wrongFroms: this.#wrongFroms,
      metaArgs,
      stages,
      problems,
      linesAreRead: this.#firstPass.length === 0,
      ...(firstError ? { firstError } : {}),
    };
  }
}

/** BuildKit counts directives from 0, and names no place for a wrong escape character. */
function markedLines(code: LineMistake['code'], { start }: SourceRange): readonly LineSpan[] | null {
  switch (code) {
    case 'InvalidEscape':
      return null;
    case 'RepeatedDirective':
      return [{ first: start.line - 1, last: start.line - 1 }];
    case 'LineTooLong':
      return [{ first: start.line, last: start.line }];
  }
}

function canHoldHeredocs(shaped: ShapedLine): boolean {
  const line = shaped.inner ?? shaped;
  const kind = instructionKind(line.split.keyword.text);
  return kind !== undefined && HEREDOC_KINDS.has(kind) && !line.json;
}

function problem(
  code: string,
  message: string,
  explanation: string,
  range: SourceRange,
  namesLine = false,
  /** Null: BuildKit names no place. */
  lines: readonly LineSpan[] | null = linesOf(range),
): Problem {
  const place = lines === null ? {} : { lines };
  return { code, severity: 'error', message, explanation, range, namesLine, ...place };
}

function unterminated(word: HeredocWord, range: SourceRange): InstructionMistake {
  return new InstructionMistake(
    'UnterminatedHeredoc',
    'unterminated heredoc',
    `No line below is exactly "${word.name}". The text ends at such a line, ${word.chomp ? 'with tabs before it at most' : 'with no spaces before or after it'}.`,
    range,
    'first',
  );
}

/** BuildKit names the last line of the instruction, `line`. */
function emptyContinuation({ count, last, stretches }: EmptyLines, line: number): Problem {
  return {
    code: 'NoEmptyContinuation',
    severity: 'warning',
    message: 'Empty continuation line',
    explanation:
      'The line above ends in the escape character, and an empty line follows. Docker joins across it today and says that it will become an error. Remove the empty line, or the escape character above it.',
    range: last,
    namesLine: false,
    lines: [{ first: line, last: line }],
    fix: {
      title: count === 1 ? 'Remove the empty line' : `Remove ${count} empty lines`,
      edits: stretches.map((stretch) => ({ ...stretch, text: '' })),
    },
  };
}

function noStageYet(instruction: Instruction): Problem {
  return problem(
    'NoBuildStage',
    'no build stage in current context',
    `${instruction.kind} needs a filesystem to work on, and no FROM stands above it. Begin the Dockerfile with FROM and a base image, for example "FROM alpine". Only ARG may come before it.`,
    instruction.range,
  );
}
