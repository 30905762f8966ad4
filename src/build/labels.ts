/**
 * BuildKit's display names of steps, `[builder 2/5] RUN make`, and their numbering (`prefixCommand` and
 * `cmdTotal` in frontend/dockerfile/dockerfile2llb/convert.go).
 */
import type { StageInstruction } from '../dockerfile/instruction.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { stageLabel } from '../dockerfile/stage-graph.ts';

/** Gives the steps of one stage their prefixes, in order. */
export class StageLabels {
  readonly #name: string;
  readonly #total: number;
  #index = 0;

  /** `isOnly`: the Dockerfile has no other stage, then its name is not shown. */
  constructor(stage: Stage, isOnly: boolean, total: number) {
    this.#name = isOnly ? '' : `${stageLabel(stage)} `;
    this.#total = total;
  }

  /** The label of the next step that has one. */
  next(text: string): string {
    this.#index++;
    const digits = String(this.#total).length;
    return `[${this.#name}${String(this.#index).padStart(digits)}/${this.#total}] ${text}`;
  }
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
