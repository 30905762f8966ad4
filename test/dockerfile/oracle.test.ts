// What the real builder said about whole Dockerfiles: the progress lines of the oracle's cases, and its verdicts on broken files. The oracle stands beside the repository; without it these are skipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkDockerfile } from '../../src/dockerfile/checks/check.ts';
import type { Environment } from '../../src/dockerfile/expand.ts';
import { type Dockerfile, parseDockerfile, parseStrictly } from '../../src/dockerfile/parse.ts';
import { problemSentence } from '../../src/dockerfile/problem.ts';
import { runScript, stepName } from '../../src/dockerfile/run-script.ts';
import { findStage, type Stage } from '../../src/dockerfile/stage.ts';

const oracle = new URL('../../../shared/oracle/', import.meta.url);
const there = existsSync(oracle);
if (!there) console.warn('oracle tests are skipped: there is no ../shared/oracle beside the repository');
const read = (path: string) => readFileSync(new URL(path, oracle), 'utf8');
const empty: Environment = { get: () => undefined, names: () => [] };

describe.skipIf(!there)('the oracle', () => {
  const cases = there ? readdirSync(new URL('cases/', oracle)).sort() : [];

  it.each(cases)('%s parses without an error', (name) => {
    expect(parseDockerfile(read(`cases/${name}/Dockerfile`)).firstError).toBeUndefined();
  });

  /** Cases without ARG and ENV in their steps: names need no environment. */
  const plain = cases.filter((name) => !/^(05|06|08|11|12|13|14)/.test(name));
  it.each(plain)('%s names its steps as BuildKit does', (name) => {
    const { stages } = parseStrictly(read(`cases/${name}/Dockerfile`));
    const names = stages.flatMap(({ instructions }) => instructions.map((each) => stepName(each, empty)));
    const progress = read(`cases/${name}/expected/progress.txt`)
      .split('\n')
      .flatMap((line) => /^#\d+ \[.*?\d+\/\d+\] (?!FROM)(.*)$/.exec(line)?.[1] ?? []);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.filter((line) => !names.includes(line))).toEqual([]);
  });

  it('names heredoc steps and gives RUN the scripts that history shows', () => {
    const { stages } = parseStrictly(read('cases/14-heredoc/Dockerfile'));
    const environment: Environment = {
      get: (name) => (name === 'NAME' ? 'world' : undefined),
      names: () => ['NAME'],
    };
    const steps = (stages[0]?.instructions ?? []).filter(({ kind }) => kind !== 'ENV');
    const progress = read('cases/14-heredoc/expected/progress.txt');
    const printed = [...progress.matchAll(/^#\d+ \[ *\d+\/\d+\] (?!FROM)(.*)$/gm)].map((match) => match[1]);
    expect(steps.map((step) => stepName(step, environment))).toEqual(printed);

    const history: { created_by: string }[] = JSON.parse(read('cases/14-heredoc/expected/history.json'));
    const created = history.map(({ created_by }) => created_by).filter((line) => line.startsWith('RUN'));
    const ours = steps.flatMap((step) => {
      if (step.kind !== 'RUN') return [];
      const script = runScript(step);
      const text =
        script.kind === 'script' ? script.text : script.kind === 'file' ? script.path : script.args.join(' ');
      return [`RUN /bin/sh -c ${text} # buildkit`];
    });
    expect(ours).toEqual(created);
  });

  const builds = cases.flatMap((name) =>
    readdirSync(new URL(`cases/${name}/`, oracle))
      .filter((entry) => entry.startsWith('expected'))
      .map((expected) => ({ name, expected })),
  );
  it.each(builds)('$name/$expected has the warnings that BuildKit printed', ({ name, expected }) => {
    const dockerfile = parseStrictly(read(`cases/${name}/Dockerfile`));
    const args = existsSync(new URL(`cases/${name}/args`, oracle)) ? read(`cases/${name}/args`) : '';
    const buildArgs = new Map(
      args.split('\n').flatMap((line): [string, string][] => {
        const [key, value] = line.split('=');
        return key !== undefined && value !== undefined ? [[key, value]] : [];
      }),
    );
    const found = checkDockerfile(dockerfile, {
      buildArgs,
      stages: neededStages(dockerfile, expected.split('-')[1]),
      baseImage: () => ({ env: [], hasShell: false, onbuild: [] }),
    });
    const printed = [...read(`cases/${name}/${expected}/progress.txt`).matchAll(/^#\d+ WARN: (.*)$/gm)].map(
      (match) => match[1],
    );
    expect(found.warnings.map(({ code, message, line }) => `${code}: ${message} (line ${line})`)).toEqual(
      printed,
    );
  });

  /** Sentences that the parser alone can find; the others need the build. */
  const parserSentence =
    /^(dockerfile parse error|no build stage|the Dockerfile cannot|file with no|ENV must|unterminated heredoc)/;
  const rows = there
    ? ['errors-28.5.2.txt', 'edge-28.5.2.txt'].flatMap((file) => verdicts(read(`errors/${file}`)))
    : [];

  it.each(rows)('$title: the same verdict on the text', ({ dockerfile, error }) => {
    const found = parseDockerfile(dockerfile).firstError;
    const expected = error !== undefined && parserSentence.test(error) ? error : undefined;
    expect(found && problemSentence(found)).toBe(expected);
  });

  it.each(rows)('$title: the same warnings', ({ dockerfile, error, warnings, warningCount }) => {
    const base = { env: [], hasShell: false, onbuild: [] };
    const found = checkDockerfile(parseDockerfile(dockerfile), { baseImage: () => base }).warnings.map(
      ({ code, message, line }) => `${code}: ${message} (line ${line})`,
    );
    // A build that fails stops before its later warnings.
    if (error === undefined || found.length < warningCount) expect(found).toHaveLength(warningCount);
    expect(found).toEqual(expect.arrayContaining([...warnings]));
  });
});

/** The stages that the target (the last one without a name) is built from. */
function neededStages({ stages }: Dockerfile, target: string | undefined): ReadonlySet<number> {
  const needed = new Set<number>();
  const need = (stage: Stage | undefined): void => {
    if (!stage || needed.has(stage.index)) return;
    needed.add(stage.index);
    need(findStage(stages.slice(0, stage.index), stage.from.base.text));
    for (const instruction of stage.instructions) {
      if (instruction.kind === 'COPY' && instruction.from) need(findStage(stages, instruction.from.text));
    }
  };
  need(target === undefined ? stages[stages.length - 1] : findStage(stages, target));
  return needed;
}

interface Verdict {
  readonly title: string;
  readonly dockerfile: string;
  readonly error: string | undefined;
  readonly warnings: readonly string[];
  readonly warningCount: number;
}

/** The rows of an errors file: a title, the Dockerfile indented by four, and what the builder said. */
function verdicts(text: string): Verdict[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((row) => {
      const [heading = '', ...lines] = row.split('\n');
      const warnings = [...row.matchAll(/^ {2}warn: +- (.*)$/gm)].map((match) => match[1] ?? '');
      const source = lines.filter((line) => line.startsWith('    ')).map((line) => line.slice(4));
      return {
        title: heading.trim(),
        dockerfile: source.map((line) => `${line.replace(/ {2}=> .*$/, '')}\n`).join(''),
        error: /ERROR: failed to build: failed to solve: (.*)$/m.exec(row)?.[1],
        warnings,
        warningCount: Number(/^ {2}warn: +(\d+) warnings? found/m.exec(row)?.[1] ?? warnings.length),
      };
    });
}
