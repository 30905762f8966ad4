// Advice of our own, beyond `docker build --check`: mistakes that build well and cost time, space or safety.
// It reads the text alone, so it only speaks where the text is plain enough to be sure.

import type { Instruction, RunInstruction } from '../instruction.ts';
import { LABS_SYNTAX, labsFlags } from '../labs.ts';
import type { Dockerfile } from '../parse.ts';
import { linesOf, type Problem } from '../problem.ts';
import { runScript } from '../run-script.ts';
import type { Stage } from '../stage.ts';

export const TEACHING_RULES = [
  'InstallAfterCopyAll',
  'PackageListsAlone',
  'RemovalFreesNothing',
  'ToolchainInFinalStage',
  'RunsAsRoot',
  'LabsFeature',
] as const;

export type TeachingRule = (typeof TEACHING_RULES)[number];

/** Commands that fetch what a project depends on, and the files that say what. */
// Repetitions are counted: a star here would take quadratic time on a hostile script.
const INSTALLS: readonly { readonly command: RegExp; readonly files: string }[] = [
  { command: /\b(?:npm (?:ci|install|i)|yarn install|pnpm (?:i|install))\b/, files: 'package*.json' },
  { command: /\bpip3? install (?:\S+ ){0,20}-r\b/, files: 'requirements.txt' },
  { command: /\bgo mod download\b/, files: 'go.mod go.sum' },
  { command: /\bbundle install\b/, files: 'Gemfile*' },
  { command: /\bcomposer install\b/, files: 'composer.*' },
  { command: /\bpoetry install\b/, files: 'pyproject.toml poetry.lock' },
];

/** Images that are made to build programs, not to run them. */
const TOOLCHAINS = /^(?:docker\.io\/)?(?:library\/)?(golang|rust|gcc|maven|gradle)(?=$|[:@])/;

/** Our advice on a Dockerfile, in the order of its lines. */
export function adviseOn(dockerfile: Dockerfile): readonly Problem[] {
  const found: Problem[] = [];
  for (const stage of dockerfile.stages) {
    found.push(...installsAfterCopy(stage), ...packageLists(stage), ...uselessRemovals(stage));
  }
  const last = dockerfile.stages[dockerfile.stages.length - 1];
  if (last) found.push(...toolchain(last), ...rootUser(dockerfile, last));
  found.push(...labsFeatures(dockerfile));
  return found.sort((a, b) => a.range.start.offset - b.range.start.offset);
}

function installsAfterCopy({ instructions }: Stage): Problem[] {
  let copiesAll: Instruction | undefined;
  const found: Problem[] = [];
  for (const instruction of instructions) {
    const fromContext = instruction.kind === 'COPY' && instruction.from === undefined;
    if (fromContext && instruction.sources.some(({ text }) => /^\.?\/?$/.test(text)))
      copiesAll ??= instruction;
    if (instruction.kind !== 'RUN' || !copiesAll) continue;
    const script = commandText(instruction);
    const install = INSTALLS.find(({ command }) => command.test(script));
    if (!install) continue;
    found.push(
      advice(
        'InstallAfterCopyAll',
        'Dependencies are installed after all files are copied',
        `Line ${copiesAll.range.start.line} copies the whole context, so that any changed file makes this step run again. Copy only ${install.files} first, install, and copy the rest after that.`,
        instruction,
      ),
    );
  }
  return found;
}

function packageLists({ instructions }: Stage): Problem[] {
  return instructions.flatMap((instruction) => {
    if (instruction.kind !== 'RUN') return [];
    const script = commandText(instruction);
    if (!/\bapt(?:-get)? (?:-\S+ ){0,8}update\b/.test(script)) return [];
    if (/\bapt(?:-get)? (?:-\S+ ){0,8}(?:install|upgrade|dist-upgrade|full-upgrade)\b/.test(script))
      return [];
    return [
      advice(
        'PackageListsAlone',
        'apt-get update stands in a layer of its own',
        'The layer stays in the cache, and a later apt-get install works with its old lists: packages are not found, or stay old. Write both in one step: RUN apt-get update && apt-get install -y … && rm -rf /var/lib/apt/lists/*.',
        instruction,
      ),
    ];
  });
}

function uselessRemovals({ instructions }: Stage): Problem[] {
  const added = new Map<string, Instruction>();
  const found: Problem[] = [];
  for (const instruction of instructions) {
    if (instruction.kind === 'COPY' || instruction.kind === 'ADD') {
      const destination = instruction.destination.text;
      // Only a whole path: what lies in a directory that was there before is not known from the text.
      if (/^\/[\w./-]+$/.test(destination)) added.set(destination.replace(/\/$/, ''), instruction);
    }
    if (instruction.kind !== 'RUN') continue;
    const script = commandText(instruction);
    for (const match of script.matchAll(/(?:^|[;&|]\s*)rm((?:\s+[\w./-]+)+)/g)) {
      for (const path of (match[1] ?? '').split(/\s+/)) {
        const earlier = added.get(path.replace(/\/$/, ''));
        if (!earlier || path === '') continue;
        found.push(
          advice(
            'RemovalFreesNothing',
            `Removing ${path} here does not make the image smaller`,
            `The files are in the layer of line ${earlier.range.start.line} and stay there; this layer only hides them. Use them in one step with RUN --mount=type=bind, or in an earlier stage.`,
            instruction,
          ),
        );
      }
    }
  }
  return found;
}

function toolchain({ from }: Stage): Problem[] {
  const name = TOOLCHAINS.exec(from.base.text)?.[1];
  if (name === undefined) return [];
  return [
    advice(
      'ToolchainInFinalStage',
      `The final image is built on ${name}, with its compiler and sources`,
      'Programs that only build yours make the image large and give attackers tools. Name this stage with AS build, begin another one from a small image, and COPY --from=build what it needs to run.',
      from,
    ),
  ];
}

/** Only where every stage below it is in this file: an image may have a user of its own. */
function rootUser({ stages }: Dockerfile, last: Stage): Problem[] {
  // A base stands above, so that one way up through the stages meets the whole chain.
  let wanted = last.name;
  for (const stage of stages.slice(0, last.index + 1).reverse()) {
    if (stage !== last && stage.name !== wanted) continue;
    const user = stage.instructions.findLast((each) => each.kind === 'USER');
    if (user?.kind === 'USER') {
      return /^(?:root|0)(?::|$)/.test(user.user.text) ? [runsAsRoot(user)] : [];
    }
    wanted = stage.from.base.text.toLowerCase();
  }
  const starts = last.instructions.findLast(({ kind }) => kind === 'CMD' || kind === 'ENTRYPOINT');
  return starts ? [runsAsRoot(starts)] : [];
}

function runsAsRoot(instruction: Instruction): Problem {
  return advice(
    'RunsAsRoot',
    'The program will run as root unless the base image says otherwise',
    'Whoever breaks out of the program is root in the container. Create a user with RUN, and switch to it with USER before CMD.',
    instruction,
  );
}

/** What Docker's built-in frontend refuses; the syntax line makes it fetch the one that does not. */
function labsFeatures(dockerfile: Dockerfile): Problem[] {
  const instructions = dockerfile.stages.flatMap((stage) => stage.instructions);
  return instructions.flatMap((instruction) =>
    labsFlags(instruction, dockerfile).map((flag) => ({
      ...advice(
        'LabsFeature',
        `--${flag.name} is a labs feature`,
        `Docker 28.5.2 says "unknown flag" unless the first line is "${LABS_SYNTAX}". Here it works without that line.`,
        instruction,
      ),
      range: flag.range,
      // Another syntax line would have to go: which one is for the author to say.
      ...(dockerfile.directives.some(({ name }) => name === 'syntax')
        ? {}
        : { fix: { title: 'Add the syntax line', edits: [{ from: 0, to: 0, text: `${LABS_SYNTAX}\n` }] } }),
    })),
  );
}

function commandText(run: RunInstruction): string {
  const script = runScript(run);
  switch (script.kind) {
    case 'exec':
      return script.args.join(' ');
    case 'script':
      return script.text;
    case 'file':
      return script.content;
  }
}

function advice(rule: TeachingRule, message: string, explanation: string, instruction: Instruction): Problem {
  const { range, keyword } = instruction;
  return {
    code: rule,
    severity: 'warning',
    message,
    explanation,
    range:
      instruction.kind === 'FROM' ? instruction.base.range : { start: keyword.range.start, end: range.end },
    namesLine: false,
    lines: linesOf(range),
  };
}
