// What the real builder said about whole Dockerfiles: the recordings of test/conformance.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkDockerfile } from '../../src/dockerfile/checks/check.ts';
import type { Environment } from '../../src/dockerfile/expand.ts';
import { type Dockerfile, parseDockerfile, parseStrictly } from '../../src/dockerfile/parse.ts';
import { problemSentence } from '../../src/dockerfile/problem.ts';
import { runScript, stepName } from '../../src/dockerfile/run-script.ts';
import { findStage, type Stage } from '../../src/dockerfile/stage.ts';
import { parseEdge, parseErrors } from '../conformance/errors/recording.ts';
import { oracleCaseNames, oracleCases } from '../image/oracle.ts';

const read = (path: string) => readFileSync(`${oracleCases}${path}`, 'utf8');
const readLines = (path: string) => read(path).split('\n').filter(Boolean);
/** `[2/3] RUN make` without what BuildKit puts before it. */
const withoutLabel = (line: string) => line.replace(/^\[.*?\d+\/\d+\] /, '');
const empty: Environment = { get: () => undefined, names: () => [] };

describe('the oracle', () => {
  const cases = oracleCaseNames();

  it.each(cases)('%s parses without an error', (name) => {
    expect(parseDockerfile(read(`${name}/Dockerfile`)).firstError).toBeUndefined();
  });

  /** Cases without ARG and ENV in their steps: names need no environment. */
  const plain = cases.filter((name) => !/^(05|06|08|11|12|13|14)/.test(name));
  it.each(plain)('%s names its steps as BuildKit does', (name) => {
    const { stages } = parseStrictly(read(`${name}/Dockerfile`));
    const names = stages.flatMap(({ instructions }) => instructions.map((each) => stepName(each, empty)));
    const printed = readLines(`${name}/expected/steps.txt`).map(withoutLabel);
    expect(printed.length).toBeGreaterThan(2);
    expect(printed.filter((line) => !names.includes(line))).toEqual([]);
  });

  it('names heredoc steps and gives RUN the scripts that history shows', () => {
    const { stages } = parseStrictly(read('14-heredoc/Dockerfile'));
    const environment: Environment = {
      get: (name) => (name === 'NAME' ? 'world' : undefined),
      names: () => ['NAME'],
    };
    const steps = (stages[0]?.instructions ?? []).filter(({ kind }) => kind !== 'ENV');
    const printed = readLines('14-heredoc/expected/steps.txt').map(withoutLabel);
    expect(steps.map((step) => stepName(step, environment))).toEqual(printed);

    const { history }: { history: { created_by: string }[] } = JSON.parse(
      read('14-heredoc/expected/config.json'),
    );
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
    readdirSync(`${oracleCases}${name}`)
      .filter((entry) => entry.startsWith('expected'))
      .map((expected) => ({ name, expected })),
  );
  it.each(builds)('$name/$expected has the warnings that BuildKit printed', ({ name, expected }) => {
    const dockerfile = parseStrictly(read(`${name}/Dockerfile`));
    const args = existsSync(`${oracleCases}${name}/args`) ? read(`${name}/args`) : '';
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
    const printed = readLines(`${name}/${expected}/warnings.txt`);
    expect(
      found.warnings.map(({ code, message, lines }) => `${code}: ${message} (line ${lines?.[0]?.first})`),
    ).toEqual(printed);
  });

  /** Sentences that the parser alone can find; the others need the build. */
  const parserSentence =
    /^(dockerfile parse error|no build stage|the Dockerfile cannot|file with no|ENV must|unterminated heredoc)/;
  const recording = (name: string) =>
    readFileSync(new URL(`../conformance/errors/${name}`, import.meta.url), 'utf8');
  const rows = [...parseErrors(recording('errors.txt')), ...parseEdge(recording('edge.txt'))].map((row) => ({
    ...row,
    error: row.error?.replace('failed to build: failed to solve: ', ''),
    warningCount: row.warningCount ?? row.warnings.length,
  }));

  it.each(rows)('$title: the same verdict on the text', ({ dockerfile, error }) => {
    const found = parseDockerfile(dockerfile).firstError;
    const expected = error !== undefined && parserSentence.test(error) ? error : undefined;
    expect(found && problemSentence(found)).toBe(expected);
  });

  it.each(rows)('$title: the same warnings', ({ dockerfile, error, warnings, warningCount }) => {
    const base = { env: [], hasShell: false, onbuild: [] };
    const found = checkDockerfile(parseDockerfile(dockerfile), { baseImage: () => base }).warnings.map(
      ({ code, message, lines }) => `${code}: ${message} (line ${lines?.[0]?.first})`,
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
