// Build stages: what stands between one FROM and the next, and how other instructions name them
// (by name without regard to case, or by index). Dockerfile reference, "Multi-stage builds".

import type { ArgInstruction, FromInstruction, Instruction, StageInstruction } from './instruction.ts';
import type { SourceRange } from './source.ts';

export interface Stage {
  /** 0-based, in the order of the file. */
  readonly index: number;
  /** Lower case; undefined without `AS`. */
  readonly name?: string;
  readonly from: FromInstruction;
  readonly instructions: readonly StageInstruction[];
  /** From FROM to the end of the last instruction. */
  readonly range: SourceRange;
}

export interface StageSplit {
  /** The ARGs before the first FROM: only FROM lines see them. */
  readonly metaArgs: readonly ArgInstruction[];
  readonly stages: readonly Stage[];
}

/** Groups instructions into stages. Anything but ARG before the first FROM is left out (the parser reports it). */
export function splitStages(instructions: readonly Instruction[]): StageSplit {
  const metaArgs: ArgInstruction[] = [];
  const open: { from: FromInstruction; instructions: StageInstruction[] }[] = [];
  for (const instruction of instructions) {
    if (instruction.kind === 'FROM') {
      open.push({ from: instruction, instructions: [] });
      continue;
    }
    const current = open[open.length - 1];
    if (current) current.instructions.push(instruction);
    else if (instruction.kind === 'ARG') metaArgs.push(instruction);
  }
  const stages = open.map((stage, index): Stage => {
    const last = stage.instructions[stage.instructions.length - 1] ?? stage.from;
    const name = stage.from.stageName?.text.toLowerCase();
    return {
      index,
      ...(name === undefined ? {} : { name }),
      from: stage.from,
      instructions: stage.instructions,
      range: { start: stage.from.range.start, end: last.range.end },
    };
  });
  return { metaArgs, stages };
}

/**
 * The stage that `reference` names, as `--target` and `--from` do: a name in any case (the last stage of
 * that name wins), else an index. Undefined when there is none: then it may be an image.
 */
export function findStage(stages: readonly Stage[], reference: string): Stage | undefined {
  const name = reference.toLowerCase();
  for (let index = stages.length - 1; index >= 0; index--) {
    const stage = stages[index];
    if (stage?.name === name) return stage;
  }
  const index = stageIndex(reference);
  return index === undefined ? undefined : stages[index];
}

/** The number that `reference` is, as Go's `strconv.Atoi` reads it; undefined for a name. */
export function stageIndex(reference: string): number | undefined {
  return /^[+-]?\d{1,18}$/.test(reference) ? Number.parseInt(reference, 10) : undefined;
}
