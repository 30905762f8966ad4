// Build checks that need nothing but the text: casing, stage names, deprecated forms.
// Messages are BuildKit's (frontend/dockerfile/linter/ruleset).

import { replacing } from '../fix.ts';
import { quote } from '../go-text.ts';
import type { ArgInstruction, FromInstruction, Instruction } from '../instruction.ts';
import type { Dockerfile, WrongFrom } from '../parse.ts';
import type { Report } from './rules.ts';

const RESERVED_NAMES: ReadonlySet<string> = new Set(['context', 'scratch']);

/** What BuildKit reports while it reads the instructions, in its order. */
export function checkInstructions(
  { instructions, wrongFroms }: Pick<Dockerfile, 'instructions' | 'wrongFroms'>,
  report: Report,
): void {
  const inOrder: readonly (Instruction | WrongFrom)[] =
    wrongFroms.length === 0
      ? instructions
      : [...instructions, ...wrongFroms].sort((a, b) => a.range.start.offset - b.range.start.offset);
  for (const instruction of inOrder) {
    if (instruction.kind === 'MAINTAINER') {
      const name = instruction.name.text;
      report(
        'MaintainerDeprecated',
        instruction,
        'Maintainer instruction is deprecated in favor of using label',
        'A label says the same, and tools find it: LABEL org.opencontainers.image.authors="…".',
        undefined,
        replacing(
          'Replace with a label',
          instruction.range,
          `LABEL org.opencontainers.image.authors="${name.replace(/["\\$]/g, '\\$&')}"`,
        ),
      );
    } else if (instruction.kind === 'FROM') {
      checkFromCasing(instruction, report);
      const { stageName } = instruction;
      if (stageName) checkDescription('FROM', instruction, [stageName.text.toLowerCase()], report);
    } else if (instruction.kind === 'wrong FROM') checkFromCasing(instruction, report);
    else if (instruction.kind === 'ARG') {
      checkDescription(
        'ARG',
        instruction,
        instruction.args.map(({ name }) => name.text),
        report,
      );
    }
  }
}

function checkFromCasing(from: FromInstruction | WrongFrom, report: Report): void {
  const { stageName, asKeyword, keyword } = from;
  const lower = stageName?.text.toLowerCase();
  if (stageName && lower !== undefined && stageName.text !== lower) {
    report(
      'StageNameCasing',
      from,
      `Stage name '${stageName.text}' should be lowercase`,
      'Stages are found in any case, so that two names which differ in case only are the same stage.',
      stageName.range,
      replacing(`Rename to ${lower}`, stageName.range, lower),
    );
  }
  if (!asKeyword) return;
  const isLower = keyword.text === keyword.text.toLowerCase();
  const isUpper = keyword.text === keyword.text.toUpperCase();
  const wanted = isLower ? asKeyword.text.toLowerCase() : asKeyword.text.toUpperCase();
  if ((isLower || isUpper) && asKeyword.text !== wanted) {
    const isAs = wanted.toLowerCase() === 'as';
    report(
      'FromAsCasing',
      from,
      `'${asKeyword.text}' and '${keyword.text}' keywords' casing do not match`,
      isAs
        ? `Both keywords work in any case. Written alike they are easier to see: ${keyword.text} … ${wanted} ….`
        : 'What stands between the image and the name of the stage must be AS. Docker compares its case with that of FROM before it sees that it is another word.',
      asKeyword.range,
      isAs ? replacing(`Write ${wanted}`, asKeyword.range, wanted) : undefined,
    );
  }
}

function checkDescription(
  keyword: string,
  instruction: FromInstruction | ArgInstruction,
  names: readonly string[],
  report: Report,
): void {
  const comment = instruction.comments[instruction.comments.length - 1];
  const [example] = names;
  if (comment === undefined || example === undefined || names.includes(comment.split(' ')[0] ?? '')) return;
  report(
    'InvalidDefinitionDescription',
    instruction,
    `Comment for ${keyword} should follow the format: \`# ${names.length > 1 ? '<arg_key>' : example} <description>\``,
    'docker build --call=outline shows the comment above as a description. If it is none, put an empty line between them.',
    undefined,
    {
      title: 'Put an empty line between',
      edits: [{ from: instruction.range.start.offset, to: instruction.range.start.offset, text: '\n' }],
    },
  );
}

/** What BuildKit reports about all stages together. */
export function checkStages(dockerfile: Dockerfile, report: Report): void {
  const seen = new Set<string>();
  for (const { name, from } of dockerfile.stages) {
    if (name === undefined) continue;
    if (RESERVED_NAMES.has(name)) {
      report(
        'ReservedStageName',
        from,
        `Stage name should not use the same name as reserved stage ${quote(name)}`,
        '"scratch" is the empty image and "context" the build context. A stage of that name hides them, or can not be used. Choose another name.',
        from.stageName?.range,
      );
    }
    if (seen.has(name)) {
      report(
        'DuplicateStageName',
        from,
        `Duplicate stage name ${quote(name)}, stage names should be unique`,
        'COPY --from and --target take the last stage of that name. Give each stage a name of its own.',
        from.stageName?.range,
      );
    }
    seen.add(name);
  }
  checkCasing(dockerfile, report);
}

function checkCasing({ stages }: Dockerfile, report: Report): void {
  const instructions = stages.flatMap((stage) => [stage.from, ...stage.instructions]);
  let lower = 0;
  let upper = 0;
  for (const { keyword } of instructions) {
    if (keyword.text === keyword.text.toLowerCase()) lower++;
    else if (keyword.text === keyword.text.toUpperCase()) upper++;
  }
  const mostlyLower = lower > upper;
  for (const instruction of instructions) {
    const { text, range } = instruction.keyword;
    const wanted = mostlyLower ? text.toLowerCase() : text.toUpperCase();
    if (text === wanted) continue;
    report(
      'ConsistentInstructionCasing',
      instruction,
      `Command '${text}' should match the case of the command majority (${mostlyLower ? 'lowercase' : 'uppercase'})`,
      'Keywords work in any case. One case throughout is easier to read.',
      range,
      replacing(`Write ${wanted}`, range, wanted),
    );
  }
}
