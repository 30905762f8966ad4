// ONBUILD triggers: instructions that wait as text in an image's config, or in a stage, for the build that
// begins FROM it. Dockerfile reference, "ONBUILD".

import type { Instruction, StageInstruction } from './instruction.ts';
import { parseDockerfile } from './parse.ts';
import { DockerfileError } from './problem.ts';
import type { Stage } from './stage.ts';

/** What the config of an image built from this stage would hold in `OnBuild`. */
export function triggersOf(stage: Stage): readonly string[] {
  return stage.instructions.flatMap((each) => (each.kind === 'ONBUILD' ? [each.expression] : []));
}

/** The triggers that parse, for questions that must not fail; the build asks `parseTrigger` and reports. */
export function wellFormedTriggers(expressions: readonly string[]): readonly StageInstruction[] {
  return expressions.flatMap((expression) => {
    try {
      const instruction = parseTrigger(expression);
      return instruction.kind === 'FROM' ? [] : [instruction];
    } catch (error) {
      if (error instanceof DockerfileError) return [];
      throw error;
    }
  });
}

/**
 * Parses one ONBUILD trigger, as the base image's config holds it. Throws `DockerfileError`.
 * Its ranges are in the trigger's own text.
 */
export function parseTrigger(expression: string): Instruction {
  const dockerfile = parseDockerfile(expression);
  const error = dockerfile.problems.find(
    (problem) =>
      problem.severity === 'error' && problem.code !== 'NoBuildStage' && problem.code !== 'NoStages',
  );
  if (error) throw new DockerfileError(error);
  const [instruction] = dockerfile.instructions;
  if (instruction && dockerfile.instructions.length === 1) return instruction;
  throw new DockerfileError({
    code: 'TriggerNotSingle',
    severity: 'error',
    message: 'onbuild trigger should be a single expression',
    explanation:
      'The base image stores an ONBUILD trigger that is not one instruction. Rebuild that image, or use another.',
    range: dockerfile.source.rangeOf(0, expression.length),
    namesLine: false,
    lines: [{ first: 1, last: 1 }],
  });
}
