// Which stages build on which: FROM a stage, COPY --from, RUN --mount from=. Finds the target and what it
// needs, and the references that can't be: unknown indexes, later stages, circles. As BuildKit's dockerfile2llb.

import { type Environment, expandArgument } from './expand.ts';
import { didYouMean, quote, suggest } from './go-text.ts';
import type { StageInstruction } from './instruction.ts';
import { mountSourceName, mountTargetText } from './mount.ts';
import type { Dockerfile } from './parse.ts';
import { parsePlatform } from './platform.ts';
import { DockerfileError, type LineSpan, linesOf } from './problem.ts';
import type { Argument, SourceRange } from './source.ts';
import { findStage, type Stage, stageIndex } from './stage.ts';
import { triggersOf, wellFormedTriggers } from './trigger.ts';

/** Where files come from: a stage of this Dockerfile, or an image (or named context) of that name. */
export type FileSource =
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'image'; readonly name: string };

export interface StageGraph {
  /** By stage index: what FROM names, variables filled in. `scratch` is an image here. */
  readonly bases: readonly FileSource[];
  /** By stage index: the stages it needs directly. */
  readonly dependencies: readonly ReadonlySet<Stage>[];
}

/** The name that BuildKit shows for a stage: its own, or `stage-2`. */
export function stageLabel(stage: Stage): string {
  return stage.name ?? `stage-${stage.index}`;
}

/**
 * Connects the stages. `globals` are the ARGs above the first FROM and the platform's.
 * Throws `DockerfileError`: a blank base name, `--from` with a variable or an index that does not exist, a circle.
 */
export function stageGraph(dockerfile: Dockerfile, globals: Environment): StageGraph {
  const { stages } = dockerfile;
  const bases = stages.map((stage): FileSource => {
    const base = stage.from.base;
    const name = expandArgument(base, globals, { escape: dockerfile.escape }).text;
    if (name === '') throw blankBase(stage, globals, dockerfile.escape);
    refusePlatform(stage, globals, dockerfile.escape);
    // Unlike --from, FROM must write the name in lower case, as BuildKit keeps it.
    const earlier = stages.slice(0, stage.index).findLast((each) => each.name === name);
    return earlier ? { kind: 'stage', stage: earlier } : { kind: 'image', name };
  });
  const dependencies = stages.map((stage) => {
    const needed = new Set<Stage>();
    const base = bases[stage.index];
    if (base?.kind === 'stage') needed.add(base.stage);
    const triggers = base?.kind === 'stage' ? wellFormedTriggers(triggersOf(base.stage)) : [];
    for (const instruction of [...triggers, ...stage.instructions]) {
      for (const source of fileSources(instruction, stages)) {
        if (source.kind === 'stage') needed.add(source.stage);
      }
    }
    return needed;
  });
  refuseCircles(stages);
  return { bases, dependencies };
}

/**
 * The stages and images that one instruction takes files from, in the order of its flags; none for the
 * build context. Also for ONBUILD triggers. Throws `DockerfileError`.
 */
export function fileSources(instruction: StageInstruction, stages: readonly Stage[]): readonly FileSource[] {
  if (instruction.kind === 'COPY' && instruction.from) return [copySource(instruction.from, stages)];
  if (instruction.kind !== 'RUN') return [];
  return instruction.mounts.flatMap((argument): FileSource[] => {
    const from = mountSourceName(argument);
    if (from === undefined) return [];
    // Unlike COPY's, these may not be indexes.
    const stage = named(stages, from);
    return [stage ? { kind: 'stage', stage } : { kind: 'image', name: from }];
  });
}

/** The images among them; none for what `fileSources` refuses. */
export function imageSources(instruction: StageInstruction, stages: readonly Stage[]): readonly string[] {
  const from = instruction.kind === 'COPY' ? instruction.from?.text : undefined;
  if (from !== undefined && (/\$./.test(from) || stageIndex(from) !== undefined)) return [];
  return fileSources(instruction, stages).flatMap((source) => (source.kind === 'image' ? [source.name] : []));
}

function copySource(from: Argument, stages: readonly Stage[]): FileSource {
  if (/\$./.test(from.text)) {
    throw failure(
      'FromVariable',
      'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround',
      'Above this stage write "FROM image:$VERSION AS tools", with the ARG before the first FROM, and here --from=tools.',
      from.range,
      null,
    );
  }
  const index = stageIndex(from.text);
  const stage = index === undefined ? findStage(stages, from.text) : stages[index];
  if (stage) return { kind: 'stage', stage };
  if (index === undefined) return { kind: 'image', name: from.text };
  const last = stages.length - 1;
  throw failure(
    'InvalidStageIndex',
    `invalid stage index ${index}`,
    `Stages are counted from 0, and ${last === 0 ? 'the only one is 0' : `the last one is ${last}`}. A name says more: FROM … AS name, --from=name.`,
    from.range,
    null,
  );
}

/** The stage to build: `--target` in any case, else the last. Throws `DockerfileError`. */
export function findTarget({ stages, source }: Dockerfile, target?: string): Stage {
  const found = target === undefined || target === '' ? stages[stages.length - 1] : named(stages, target);
  if (found) return found;
  const names = stages.flatMap(({ name }) => (name === undefined ? [] : [name]));
  throw failure(
    'UnknownTarget',
    `target stage ${quote(target ?? '')} could not be found${didYouMean(suggest((target ?? '').toLowerCase(), names))}`,
    names.length === 0 ? 'No stage of this Dockerfile has a name.' : `The stages are ${names.join(', ')}.`,
    source.rangeOf(0, 0),
    null,
  );
}

/**
 * The indexes of the stages that `target` is built from, itself included. Throws `DockerfileError` when one
 * of them copies from a stage that comes later.
 */
export function neededStages(
  graph: StageGraph,
  stages: readonly Stage[],
  target: Stage,
): ReadonlySet<number> {
  const needed = new Set<number>();
  const open = [target];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (needed.has(stage.index)) continue;
    needed.add(stage.index);
    open.push(...(graph.dependencies[stage.index] ?? []));
  }
  for (const index of needed) {
    const stage = stages[index];
    if (stage) refuseLaterStages(stage, stages);
  }
  return needed;
}

/** In the order of the instructions, as BuildKit comes to them. */
function refuseLaterStages(stage: Stage, stages: readonly Stage[]): void {
  for (const instruction of stage.instructions) {
    if (instruction.kind === 'COPY' && instruction.from) {
      const source = copySource(instruction.from, stages);
      if (source.kind !== 'stage' || source.stage.index < stage.index) continue;
      throw definedLater(
        `cannot copy from stage ${quote(instruction.from.text)}, it needs to be defined before current stage ${quote(stageLabel(stage))}`,
        source.stage,
        instruction.from.range,
      );
    }
    if (instruction.kind !== 'RUN') continue;
    for (const mount of instruction.mounts) {
      const from = mountSourceName(mount);
      const source = from === undefined ? undefined : named(stages, from);
      if (!source || source.index < stage.index) continue;
      throw definedLater(
        `cannot mount from stage ${quote(from ?? '')} to ${quote(mountTargetText(mount))}, stage needs to be defined before current command`,
        source,
        mount.range,
      );
    }
  }
}

function definedLater(message: string, source: Stage, range: SourceRange): DockerfileError {
  const { line } = source.from.range.start;
  const explanation = `Move the stage ${quote(stageLabel(source))} (line ${line}) above this one.`;
  return failure('StageDefinedLater', message, explanation, range);
}

/**
 * Circles of what stages copy and mount from each other; a base stands above, so that FROM closes none. Depth first,
 * with a stack of our own: a chain of stages may be long.
 */
function refuseCircles(stages: readonly Stage[]): void {
  const edges = stages.map((stage) => {
    const found = new Map<Stage, StageInstruction>();
    for (const instruction of stage.instructions) {
      for (const source of fileSources(instruction, stages)) {
        if (source.kind === 'stage') found.set(source.stage, instruction);
      }
    }
    return found;
  });
  const done = new Set<Stage>();
  for (const start of stages) {
    if (done.has(start)) continue;
    const path = [{ stage: start, rest: [...(edges[start.index] ?? [])] }];
    const instructions: StageInstruction[] = [];
    const isOpen = new Set([start]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const [next, instruction] = top.rest.shift() ?? [];
      if (!next || !instruction) {
        done.add(top.stage);
        isOpen.delete(top.stage);
        path.pop();
        instructions.pop();
      } else if (isOpen.has(next)) {
        const from = path.findIndex(({ stage }) => stage === next);
        throw circle(next, [...instructions.slice(from), instruction]);
      } else if (!done.has(next)) {
        isOpen.add(next);
        instructions.push(instruction);
        path.push({ stage: next, rest: [...(edges[next.index] ?? [])] });
      }
    }
  }
}

function circle(stage: Stage, instructions: readonly StageInstruction[]): DockerfileError {
  const ranges = instructions.map(({ range }) => range).sort((a, b) => a.start.offset - b.start.offset);
  return failure(
    'CircularDependency',
    `circular dependency detected on stage: ${stageLabel(stage)}`,
    'The stage takes files from itself, or from a stage that needs it. To copy inside one stage use RUN cp; else split the stage in two.',
    ranges[0] ?? stage.from.range,
    ranges.flatMap(linesOf),
  );
}

/** What `--platform` says must be a platform, though all that is built here is for the one there is. */
function refusePlatform({ from }: Stage, globals: Environment, escapeCharacter: '\\' | '`'): void {
  const { platform } = from;
  if (!platform) return;
  const { text } = expandArgument(platform, globals, { escape: escapeCharacter });
  const help = 'Write --platform=linux/amd64 or --platform=$BUILDPLATFORM, or leave the flag out.';
  if (text === '') {
    throw failure(
      'EmptyPlatform',
      `empty platform value from expression ${platform.text}`,
      help,
      platform.range,
    );
  }
  const parsed = parsePlatform(text);
  if (parsed.mistake === undefined) return;
  throw failure(
    'InvalidPlatform',
    `failed to parse platform ${text}: ${parsed.mistake}`,
    help,
    platform.range,
  );
}

function blankBase(stage: Stage, globals: Environment, escapeCharacter: '\\' | '`'): DockerfileError {
  const { base } = stage.from;
  const [missing] = expandArgument(base, globals, { escape: escapeCharacter }).missing;
  return failure(
    'BlankBase',
    `base name (${base.text}) should not be blank${didYouMean(missing === undefined ? undefined : suggest(missing, globals.names()))}`,
    `FROM sees only the ARGs above the first FROM. Give it a default there (ARG NAME=alpine), or a value with --build-arg.`,
    base.range,
  );
}

function named(stages: readonly Stage[], name: string): Stage | undefined {
  const lower = name.toLowerCase();
  return stages.findLast((stage) => stage.name === lower);
}

/** `lines` is what BuildKit marks, null where it names no place. */
function failure(
  code: string,
  message: string,
  explanation: string,
  range: SourceRange,
  lines: readonly LineSpan[] | null = linesOf(range),
): DockerfileError {
  return new DockerfileError({
    code,
    severity: 'error',
    message,
    explanation,
    range,
    namesLine: false,
    ...(lines === null ? {} : { lines }),
  });
}
