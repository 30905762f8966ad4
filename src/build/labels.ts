/**
 * BuildKit's display names of steps, `[builder 2/5] RUN make`, and their numbering (`prefixCommand` and
 * `cmdTotal` in frontend/dockerfile/dockerfile2llb/convert.go).
 */
import type { StageInstruction } from '../dockerfile/instruction.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { fileSources, type StageGraph, stageLabel } from '../dockerfile/stage-graph.ts';

/** Gives the steps of one stage their prefixes, in order. */
export class StageLabels {
  readonly #name: string;
  readonly #total: number;
  #index: number;

  /** `isOnly`: nothing but this stage and its base is built from, then its name is not shown. */
  constructor(stage: Stage, isOnly: boolean, total: number, before = 0) {
    this.#name = isOnly ? '' : `${stageLabel(stage)} `;
    this.#total = total;
    this.#index = before;
  }

  /** The label of the next step that has one. */
  next(text: string): string {
    this.#index++;
    const digits = String(this.#total).length;
    return `[${this.#name}${String(this.#index).padStart(digits)}/${this.#total}] ${text}`;
  }
}

/**
 * Whether a Dockerfile has one stage for BuildKit, to which `--from=IMAGE` is a stage too, and so is what a mount
 * comes from, even where that is the context or nothing.
 */
export function isOnlyStage(stages: readonly Stage[]): boolean {
  return stages.length === 1 && !(stages[0]?.instructions ?? []).some(hasSource);
}

function hasSource(instruction: StageInstruction): boolean {
  if (instruction.kind === 'COPY') return instruction.from !== undefined;
  return instruction.kind === 'RUN' && instruction.mounts.length > 0;
}

/**
 * How many numbers are used up before a stage's first step. BuildKit looks for the needed stages again whenever an
 * ONBUILD trigger takes files from somewhere, and each time it names FROM of all images that it did not need so far.
 */
export function numbersLost(
  stages: readonly Stage[],
  { bases }: StageGraph,
  target: Stage,
  triggersOf: (stage: Stage) => readonly StageInstruction[],
): ReadonlyMap<Stage, number> {
  const found = new Map<Stage, number>();
  const triggers = new Map<Stage, readonly StageInstruction[]>();
  for (let round = 0, again = true; again; round++) {
    const seen = new Set<Stage>();
    const open = [target];
    for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
      if (seen.has(stage)) continue;
      seen.add(stage);
      if (!found.has(stage)) found.set(stage, bases[stage.index]?.kind === 'image' ? round : 0);
      const instructions = [...(triggers.get(stage) ?? []), ...stage.instructions];
      const sources = instructions.flatMap((each) => fileSources(each, stages));
      for (const source of [bases[stage.index], ...sources]) {
        if (source?.kind === 'stage') open.push(source.stage);
      }
    }
    again = false;
    for (const stage of seen) {
      if (triggers.has(stage)) continue;
      triggers.set(stage, triggersOf(stage));
      again ||= triggers.get(stage)?.some(hasSource) ?? false;
    }
  }
  return found;
}

/**
 * What BuildKit counts as the steps of a stage: FROM an image, each instruction that may add a layer (`WORKDIR /`
 * too, though it then gets no number), and every ONBUILD trigger of the base, whatever it is.
 */
export function countSteps(
  base: 'image' | 'stage' | 'scratch',
  triggers: number,
  instructions: readonly StageInstruction[],
): number {
  const own = instructions.filter(({ kind }) => addsLayer(kind)).length;
  return (base === 'image' ? 1 : 0) + triggers + own;
}

export function addsLayer(kind: StageInstruction['kind']): boolean {
  return kind === 'RUN' || kind === 'COPY' || kind === 'ADD' || kind === 'WORKDIR';
}
