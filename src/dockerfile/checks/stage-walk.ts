// Build checks that follow a stage's instructions one after another, with the variables, shell and working
// directory that hold at each. Messages are BuildKit's (frontend/dockerfile/dockerfile2llb).

import { renamingVariable, replacing } from '../fix.ts';
import { didYouMean, quote } from '../go-text.ts';
import type { IgnoreMatcher } from '../ignore.ts';
import type {
  AddInstruction,
  ArgInstruction,
  CmdInstruction,
  CopyInstruction,
  EntrypointInstruction,
  EnvInstruction,
  ExposeInstruction,
  HealthcheckInstruction,
  LabelInstruction,
  StageInstruction,
  WorkdirInstruction,
} from '../instruction.ts';
import { parsePort } from '../ports.ts';
import type { Scope } from '../scope.ts';
import type { Argument, SourceRange } from '../source.ts';
import type { Report } from './rules.ts';
import type { Suggestions } from './suggestions.ts';

/** What a stage hands on to a stage that begins FROM it. */
export interface StageEnd {
  /** Undefined when the base image's variables are not known. */
  readonly scope: Scope;
  readonly scopeIsComplete: boolean;
  readonly hasShell: boolean;
  readonly workdirSet: boolean;
}

export interface WalkContext {
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly globals: Scope;
  readonly ignore: IgnoreMatcher | undefined;
  readonly suggestions: Suggestions;
}

/** Names that BuildKit reads itself and never warns about. */
const BUILDER_ARGS: ReadonlySet<string> = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NO_SECRET = /(?:_|^)public(?:_|$)/i;

/** Checks a stage's instructions in order; gives the state after the last. */
export function walkStage(
  instructions: readonly StageInstruction[],
  start: StageEnd,
  context: WalkContext,
  report: Report,
): StageEnd {
  const walk = new StageWalk(start, context, report);
  for (const instruction of instructions) walk.visit(instruction);
  return walk.end();
}

class StageWalk {
  readonly #scope: Scope;
  readonly #scopeIsComplete: boolean;
  readonly #context: WalkContext;
  readonly #report: Report;
  readonly #lastOfKind = new Map<string, CmdInstruction | EntrypointInstruction | HealthcheckInstruction>();
  #hasShell: boolean;
  #workdirSet: boolean;

  constructor(start: StageEnd, context: WalkContext, report: Report) {
    this.#scope = start.scope.copy();
    this.#scopeIsComplete = start.scopeIsComplete;
    this.#hasShell = start.hasShell;
    this.#workdirSet = start.workdirSet;
    this.#context = context;
    this.#report = report;
  }

  end(): StageEnd {
    return {
      scope: this.#scope,
      scopeIsComplete: this.#scopeIsComplete,
      hasShell: this.#hasShell,
      workdirSet: this.#workdirSet,
    };
  }

  visit(instruction: StageInstruction): void {
    switch (instruction.kind) {
      case 'ENV':
        this.#env(instruction);
        return;
      case 'LABEL':
        this.#pairs(instruction);
        return;
      case 'ARG':
        this.#arg(instruction);
        return;
      case 'RUN':
        for (const mount of instruction.mounts) this.#variables(instruction, mount);
        return;
      case 'COPY':
      case 'ADD':
        this.#transfer(instruction);
        return;
      case 'CMD':
      case 'ENTRYPOINT':
        this.#usedOnce(instruction);
        this.#jsonArgs(instruction);
        return;
      case 'HEALTHCHECK':
        this.#usedOnce(instruction);
        return;
      case 'EXPOSE':
        this.#expose(instruction);
        return;
      case 'WORKDIR':
        this.#workdir(instruction);
        return;
      case 'USER':
        this.#variables(instruction, instruction.user);
        return;
      case 'STOPSIGNAL':
        this.#variables(instruction, instruction.signal);
        return;
      case 'VOLUME':
        for (const path of instruction.paths) this.#variables(instruction, path);
        return;
      case 'SHELL':
        this.#hasShell = true;
        return;
      case 'ONBUILD':
      case 'MAINTAINER':
        return;
    }
  }

  /** Expands a word, and reports the variables that nothing defines. */
  #variables(instruction: StageInstruction, word: Argument): string {
    this.#missing(instruction, this.#scope.missingIn(word.text), word.range, word);
    return this.#scope.expand(word.text)?.text ?? word.text;
  }

  #missing(
    instruction: StageInstruction,
    missing: ReadonlySet<string>,
    range: SourceRange,
    word?: Argument,
  ): void {
    if (!this.#scopeIsComplete) return;
    for (const name of missing) {
      if (this.#scope.declares(name) || BUILDER_ARGS.has(name)) continue;
      const near = this.#context.suggestions.for(name, this.#scope.names());
      this.#report(
        'UndefinedVar',
        instruction,
        `Usage of undefined variable '$${name}'${didYouMean(near === undefined ? near : `$${near}`)}`,
        `Nothing defines $${name} at this place, and it becomes an empty text. Define it above with ARG or ENV; an ARG from above FROM must be named again in the stage: ARG ${name}.`,
        range,
        near === undefined || word === undefined ? undefined : renamingVariable(word, name, near),
      );
    }
  }

  #env(env: EnvInstruction): void {
    this.#pairs(env);
    for (const { key } of env.pairs) this.#secret(env, key);
    this.#scope.assign(env);
  }

  #pairs(instruction: EnvInstruction | LabelInstruction): void {
    const { kind, keyword, legacy, pairs } = instruction;
    for (const { key, value } of pairs) {
      this.#variables(instruction, key);
      this.#variables(instruction, value);
    }
    const [pair] = pairs;
    if (!legacy || !pair) return;
    const plain = /^[\w.\-/:$@,]+$/.test(pair.value.text);
    const quoted = plain ? pair.value.text : `"${pair.value.text}"`;
    const safe = plain || !/["'\\]/.test(pair.value.text);
    this.#report(
      'LegacyKeyValueFormat',
      instruction,
      `"${keyword.text} key=value" should be used instead of legacy "${keyword.text} key value" format`,
      `In the old form everything after the name is the value, and one ${kind} sets one name. Write ${keyword.text} ${pair.key.text}=${quoted}.`,
      undefined,
      safe
        ? replacing(
            'Write key=value',
            { start: pair.key.range.start, end: pair.value.range.end },
            `${pair.key.text}=${quoted}`,
          )
        : undefined,
    );
  }

  #arg(arg: ArgInstruction): void {
    for (const { name, value } of arg.args) {
      this.#secret(arg, name);
      if (value && !this.#context.buildArgs.has(name.text)) this.#variables(arg, value);
      // Those after it see it.
      const one = { ...arg, args: [{ name, ...(value === undefined ? {} : { value }) }] };
      this.#scope.declare(one, this.#context.buildArgs, this.#context.globals);
    }
  }

  #secret(instruction: ArgInstruction | EnvInstruction, key: Argument): void {
    const name = this.#scope.expand(key.text)?.text ?? key.text;
    if (!SECRET.test(name) || NO_SECRET.test(name)) return;
    this.#report(
      'SecretsUsedInArgOrEnv',
      instruction,
      `Do not use ARG or ENV instructions for sensitive data (${instruction.kind} ${quote(name)})`,
      'Everyone who has the image can read its history and environment. Hand secrets to single steps: RUN --mount=type=secret,id=name,env=NAME.',
      key.range,
    );
  }

  #jsonArgs(instruction: CmdInstruction | EntrypointInstruction): void {
    if (instruction.command.form === 'json' || this.#hasShell) return;
    const { text, range } = instruction.command.text;
    const words = text.split(/\s+/).filter((word) => word !== '');
    const simple =
      words.length > 0 && words.every((word) => /^[\w./:=@,+%-]+$/.test(word) && !/^\w+=/.test(word));
    this.#report(
      'JSONArgsRecommended',
      instruction,
      `JSON arguments recommended for ${instruction.keyword.text} to prevent unintended behavior related to OS signals`,
      'Written like this, a shell starts the program and stands between it and docker stop. Write the words as an array: ["program", "argument"]. If you need the shell, name it with SHELL or in the array.',
      text === '' ? undefined : range,
      simple
        ? replacing('Write as JSON', range, `[${words.map((word) => JSON.stringify(word)).join(', ')}]`)
        : undefined,
    );
  }

  #usedOnce(instruction: CmdInstruction | EntrypointInstruction | HealthcheckInstruction): void {
    const earlier = this.#lastOfKind.get(instruction.kind);
    this.#lastOfKind.set(instruction.kind, instruction);
    if (!earlier) return;
    this.#report(
      'MultipleInstructionsDisallowed',
      earlier,
      `Multiple ${instruction.keyword.text} instructions should not be used in the same stage because only the last one will be used`,
      `Line ${instruction.range.start.line} replaces this one. Remove the one that you don't mean.`,
      undefined,
      {
        title: 'Remove this one',
        edits: [{ from: earlier.range.start.offset, to: earlier.range.end.offset + 1, text: '' }],
      },
    );
  }

  #workdir(workdir: WorkdirInstruction): void {
    const path = this.#variables(workdir, workdir.path);
    if (!this.#workdirSet && !path.startsWith('/')) {
      this.#report(
        'WorkdirRelativePath',
        workdir,
        `Relative workdir ${quote(path)} can have unexpected results if the base image changes`,
        `The path is relative to the base image's working directory, which may change with its next version. Begin with an absolute path: WORKDIR /${path.replace(/^(\.{0,2}\/)+/, '')}.`,
        workdir.path.range,
      );
    }
    this.#workdirSet = true;
  }

  #expose(expose: ExposeInstruction): void {
    const sorted = [...expose.ports].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    for (const port of sorted) {
      const words = this.#scope.expand(port.text);
      if (!words || (!this.#scopeIsComplete && words.missing.size > 0)) continue;
      for (const word of words.text.split(/\s+/).filter((each) => each !== '')) {
        this.#port(expose, port, word);
      }
    }
  }

  #port(expose: ExposeInstruction, port: Argument, word: string): void {
    const parsed = parsePort(word);
    if ('mistake' in parsed) return;
    const lower = parsed.protocol.toLowerCase();
    if (parsed.protocol !== lower) {
      this.#report(
        'ExposeProtoCasing',
        expose,
        `Defined protocol '${word}' in EXPOSE instruction should be lowercase`,
        'It works in any case and is stored in lower case.',
        port.range,
        word === port.text ? replacing(`Write ${lower}`, port.range, word.toLowerCase()) : undefined,
      );
    }
    if (!parsed.mapsHost) return;
    this.#report(
      'ExposeInvalidFormat',
      expose,
      `EXPOSE instruction should not define an IP address or host-port mapping, found '${word}'`,
      'EXPOSE only says which port the program listens on. The host side is chosen when the container starts: docker run -p 8080:80.',
      port.range,
      word === port.text ? replacing(`Write ${parsed.container}`, port.range, parsed.container) : undefined,
    );
  }

  #transfer(instruction: CopyInstruction | AddInstruction): void {
    for (const flag of [instruction.chown, instruction.chmod]) if (flag) this.#variables(instruction, flag);
    if (instruction.kind === 'ADD' && instruction.checksum)
      this.#variables(instruction, instruction.checksum);
    const sources = instruction.sources.map((source) => ({
      source,
      path: this.#variables(instruction, source),
    }));
    this.#variables(instruction, instruction.destination);
    for (const { expand, content, range } of instruction.inlineFiles) {
      const expanded = expand ? this.#scope.expand(content, { ignoreQuotes: true }) : undefined;
      if (expanded) this.#missing(instruction, expanded.missing, range);
    }
    const fromContext = instruction.kind === 'ADD' || instruction.from === undefined;
    if (!fromContext) return;
    for (const { source, path } of sources) this.#ignored(instruction, source, path);
  }

  #ignored(instruction: CopyInstruction | AddInstruction, source: Argument, written: string): void {
    const { ignore } = this.#context;
    if (!ignore || /^(https?|git|ssh):\/\/|^git@/.test(written)) return;
    // The path as it is written: BuildKit does not clean "./secret" here.
    const rule = ignore.decidingRule(written);
    if (!rule || rule.exception) return;
    this.#report(
      'CopyIgnoredFile',
      instruction,
      `Attempting to ${instruction.kind === 'ADD' ? 'Add' : 'Copy'} file ${quote(written)} that is excluded by .dockerignore`,
      `Line ${rule.range.start.line} of .dockerignore, "${rule.pattern.text}", keeps it out of the build context, so the build will not find it.`,
      source.range,
    );
  }
}
