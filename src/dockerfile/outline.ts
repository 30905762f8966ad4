// What a target asks for from outside: build args, secrets, SSH agents, with the comments that describe them. As
// BuildKit's `frontend.outline` (frontend/dockerfile/dockerfile2llb/outline.go).

import type { ArgInstruction, RunInstruction, StageInstruction } from './instruction.ts';
import { parseMount } from './mount.ts';
import type { Dockerfile } from './parse.ts';
import { type LineSpan, linesOf } from './problem.ts';
import { Scope } from './scope.ts';
import type { SourceRange } from './source.ts';
import type { Stage } from './stage.ts';
import { neededStages, type StageGraph } from './stage-graph.ts';
import { triggersOf, wellFormedTriggers } from './trigger.ts';

export interface Outline {
  /** Undefined for a stage without a name. */
  readonly name?: string;
  readonly description?: string;
  /** In the order of the lines, as are the others. */
  readonly args: readonly OutlinedArg[];
  readonly secrets: readonly OutlinedMount[];
  readonly ssh: readonly OutlinedMount[];
}

export interface OutlinedArg {
  readonly name: string;
  /** Empty: it has no value. */
  readonly value: string;
  readonly description: string;
  readonly lines: LineSpan;
}

export interface OutlinedMount {
  readonly name: string;
  readonly required: boolean;
  readonly lines: LineSpan;
}

export interface OutlineOptions {
  readonly graph: StageGraph;
  readonly target: Stage;
  readonly buildArgs: ReadonlyMap<string, string>;
  /** The platform's ARGs, as FROM lines see them. */
  readonly platform: Iterable<readonly [string, string]>;
  readonly baseImage: (name: string) => OutlinedImage;
}

/** What the outline needs of an image that a stage begins with. */
export interface OutlinedImage {
  /** `NAME=value`. */
  readonly env: readonly string[];
  readonly onbuild: readonly string[];
}

/** The Dockerfile must be one that can be built: `stageGraph` and the plan have found nothing wrong. */
export function outlineOf(dockerfile: Dockerfile, options: OutlineOptions): Outline {
  const { graph, target } = options;
  const globals = new Globals(dockerfile, options);
  const needed = neededStages(graph, dockerfile.stages, target);
  const read = new Map<Stage, StageReading>();
  for (const stage of dockerfile.stages) {
    if (!needed.has(stage.index)) continue;
    read.set(stage, readStage(stage, { dockerfile, globals, read, ...options }));
  }
  const args = new Map<string, OutlinedArg>();
  const secrets = new Map<string, OutlinedMount>();
  const ssh = new Map<string, OutlinedMount>();
  for (const stage of nearestFirst(target, graph)) {
    const reading = read.get(stage);
    if (reading === undefined) continue;
    for (const name of globals.withWhatTheyNeed(reading.used, reading.args)) {
      const arg = reading.args.get(name) ?? globals.args.get(name);
      if (arg !== undefined && !args.has(name)) args.set(name, arg);
    }
    for (const [from, to] of [[reading.secrets, secrets] as const, [reading.ssh, ssh] as const]) {
      for (const [name, mount] of from) if (!to.has(name)) to.set(name, mount);
    }
  }
  const { name, from } = target;
  const description = name === undefined ? '' : descriptionOf(name, from.comments);
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === '' ? {} : { description }),
    args: byLine(args.values()),
    secrets: byLine(secrets.values()),
    ssh: byLine(ssh.values()),
  };
}

/** What a comment directly above says of a name: the first line that begins with it, without it. */
export function descriptionOf(name: string, comments: readonly string[]): string {
  return comments.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
}

/** The ARGs above the first FROM. */
class Globals {
  readonly scope: Scope;
  readonly args = new Map<string, OutlinedArg>();
  /** By name: those that its default value takes. */
  readonly #needs = new Map<string, ReadonlySet<string>>();

  constructor({ escape: escapeCharacter, metaArgs }: Dockerfile, { buildArgs, platform }: OutlineOptions) {
    this.scope = new Scope(escapeCharacter, platform);
    for (const instruction of metaArgs) {
      for (const { name, value } of instruction.args) {
        const given = buildArgs.get(name.text);
        const byDefault = given === undefined && value ? this.scope.expand(value.text) : undefined;
        this.#needs.set(name.text, byDefault?.used ?? new Set());
        const known = given ?? byDefault?.text;
        if (known !== undefined) this.scope.set(name.text, known);
        this.args.set(name.text, outlinedArg(name.text, known, instruction));
      }
    }
  }

  /** `own`: what a stage defines by itself needs none of these. */
  withWhatTheyNeed(names: ReadonlySet<string>, own: ReadonlyMap<string, unknown>): ReadonlySet<string> {
    const all = new Set(names);
    // What is added while it is gone through is gone through too.
    for (const name of all) {
      if (own.has(name)) continue;
      for (const needed of this.#needs.get(name) ?? []) all.add(needed);
    }
    return all;
  }
}

interface StageReading {
  /** Names that FROM or an ARG uses. */
  readonly used: Set<string>;
  /** That FROM, and those below it, use: what a stage on this one knows of when BuildKit begins it. */
  readonly usedByFrom: ReadonlySet<string>;
  /** Of the stage's own ARGs. */
  readonly args: Map<string, OutlinedArg>;
  readonly secrets: Map<string, OutlinedMount>;
  readonly ssh: Map<string, OutlinedMount>;
  readonly scope: Scope;
}

interface Surroundings extends OutlineOptions {
  readonly dockerfile: Dockerfile;
  readonly globals: Globals;
  readonly read: ReadonlyMap<Stage, StageReading>;
}

function readStage(stage: Stage, around: Surroundings): StageReading {
  const { dockerfile, globals, graph, read, baseImage } = around;
  const { base, platform } = stage.from;
  const source = graph.bases[stage.index];
  const parent = source?.kind === 'stage' ? read.get(source.stage) : undefined;
  const image = source?.kind === 'image' ? baseImage(source.name) : undefined;
  const usedByFrom = new Set(parent?.usedByFrom);
  for (const word of [base, platform]) {
    for (const name of (word && globals.scope.expand(word.text)?.used) ?? []) usedByFrom.add(name);
  }
  const reading: StageReading = {
    used: new Set(usedByFrom),
    usedByFrom,
    args: new Map(),
    secrets: new Map(),
    ssh: new Map(),
    scope: parent?.scope.copy() ?? new Scope(dockerfile.escape, (image?.env ?? []).map(splitEnv)),
  };
  const triggers = source?.kind === 'stage' ? triggersOf(source.stage) : (image?.onbuild ?? []);
  // A trigger's own text is no place in the Dockerfile: it is at the FROM that brings it.
  const brought = wellFormedTriggers(triggers).map((trigger) => ({ ...trigger, range: stage.from.range }));
  for (const instruction of [...brought, ...stage.instructions]) visit(reading, instruction, around);
  return reading;
}

function visit(reading: StageReading, instruction: StageInstruction, around: Surroundings): void {
  if (instruction.kind === 'ENV') reading.scope.assign(instruction);
  else if (instruction.kind === 'ARG') readArg(reading, instruction, around);
  else if (instruction.kind === 'RUN') readMounts(reading, instruction);
}

function readArg({ scope, used, args }: StageReading, arg: ArgInstruction, around: Surroundings): void {
  const { buildArgs, globals } = around;
  for (const { name, value } of arg.args) {
    const own = buildArgs.get(name.text) ?? (value && scope.expand(value.text)?.text);
    const inherited = own === undefined ? globals.scope.get(name.text) : undefined;
    const known = own ?? inherited;
    if (known !== undefined) scope.set(name.text, known);
    if (inherited === undefined) args.set(name.text, outlinedArg(name.text, own, arg));
    used.add(name.text);
  }
}

function readMounts({ scope, secrets, ssh }: StageReading, { mounts, range }: RunInstruction): void {
  for (const argument of mounts) {
    const mount = parseMount(argument, (text) => scope.expand(text)?.text ?? text);
    if (mount.type !== 'secret' && mount.type !== 'ssh') continue;
    const name =
      mount.id ?? (mount.type === 'ssh' ? 'default' : mount.target.replace(/\/+$/, '').replace(/^.*\//, ''));
    const found = mount.type === 'ssh' ? ssh : secrets;
    if (!found.has(name)) found.set(name, { name, required: mount.required, lines: lineSpan(range) });
  }
}

function outlinedArg(name: string, value: string | undefined, instruction: ArgInstruction): OutlinedArg {
  const description = descriptionOf(name, instruction.comments);
  return { name, value: value ?? '', description, lines: lineSpan(instruction.range) };
}

/** The target, what it begins with, and so on down; then what files are taken from. Each once. */
function nearestFirst(target: Stage, { bases, dependencies }: StageGraph): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  const open = [target];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (found.has(stage)) continue;
    found.add(stage);
    const base = bases[stage.index];
    const others = [...(dependencies[stage.index] ?? [])];
    open.push(...others.reverse(), ...(base?.kind === 'stage' ? [base.stage] : []));
  }
  return found;
}

function byLine<Entry extends { readonly lines: LineSpan }>(entries: Iterable<Entry>): readonly Entry[] {
  return [...entries].sort((a, b) => a.lines.first - b.lines.first);
}

function lineSpan(range: SourceRange): LineSpan {
  const [lines] = linesOf(range);
  return lines;
}

function splitEnv(entry: string): [string, string] {
  const equals = entry.indexOf('=');
  return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
}
