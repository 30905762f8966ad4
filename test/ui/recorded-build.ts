/** A build as the engine tells it, written down: two stages, one of which can fail. For tests and the design of the page. */
import type { BuildEvent, BuildProblem, StageDescription, StepDescription } from '../../src/build/events.ts';
import type { SourceRange } from '../../src/dockerfile/source.ts';

export interface Recording {
  readonly stages: readonly StageDescription[];
  /** Events and how long before each, milliseconds. */
  readonly events: readonly { readonly after: number; readonly event: BuildEvent }[];
}

/** Where each line of `text` begins, as ranges of whole instructions (continuations joined). */
export function stagesOf(text: string): readonly StageDescription[] {
  const stages: { name?: string; base: string; steps: StepDescription[]; range: SourceRange }[] = [];
  const lines = text.split('\n');
  let offset = 0;
  for (let at = 0; at < lines.length; at++) {
    const first = at;
    const start = { line: at + 1, column: 1, offset };
    let whole = lines[at] ?? '';
    offset += whole.length + 1;
    if (/^\s*(#|$)/.test(whole)) continue;
    while (whole.endsWith('\\') && at + 1 < lines.length) {
      at++;
      whole = `${whole.slice(0, -1)}${lines[at] ?? ''}`;
      offset += (lines[at] ?? '').length + 1;
    }
    const end = { line: at + 1, column: (lines[at] ?? '').length + 1, offset: offset - 1 };
    const range = { start, end };
    const instruction = (whole.trim().split(/\s/)[0] ?? '').toUpperCase();
    if (instruction === 'FROM') {
      const match = /^FROM\s+(\S+)(?:\s+AS\s+(\S+))?/i.exec(whole);
      stages.push({
        base: match?.[1] ?? '',
        ...(match?.[2] ? { name: match[2] } : {}),
        steps: [],
        range: { start: { ...start, line: first + 1 }, end },
      });
    }
    const stage = stages.at(-1);
    if (!stage) continue;
    const index = stages.length - 1;
    const parent = stage.steps.at(-1)?.id;
    const from = /--from=(\S+)/.exec(whole)?.[1];
    const source = stages.find((other) => other.name === from)?.steps.at(-1)?.id;
    const addsLayer = ['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(instruction);
    stage.steps.push({
      id: `${index}/${stage.steps.length}`,
      stage: index,
      instruction,
      text: whole.replace(/\s+/g, ' '),
      label: addsLayer ? `[${stage.name ?? `stage-${index}`} ${stage.steps.length + 1}] ${whole}` : '',
      range,
      addsLayer,
      onbuild: false,
      inputs: [...(parent === undefined ? [] : [parent]), ...(source === undefined ? [] : [source])],
    });
  }
  return stages.map((stage, index) => ({
    ...stage,
    index,
    needed: true,
    target: index === stages.length - 1,
  }));
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All steps done or cached, or one that fails. */
export function recordBuild(
  text: string,
  options: { readonly cached?: boolean; readonly failAt?: string; readonly noisy?: number } = {},
): Recording {
  const stages = stagesOf(text);
  const events: { after: number; event: BuildEvent }[] = [];
  const say = (after: number, event: BuildEvent): void => {
    events.push({ after, event });
  };
  let time = 1_700_000_000_000;
  say(5, { type: 'planned', time, stages, warnings: [] });
  for (const stage of stages) {
    for (const step of stage.steps) {
      time += 100;
      say(20, { type: 'step-started', time, step: step.id });
      if (step.id === options.failAt) {
        const problem: BuildProblem = {
          code: 'run-failed',
          severity: 'error',
          message: `process "/bin/sh -c ${step.text.slice(4)}" did not complete successfully: exit code: 2`,
          explanation:
            'The last command of this RUN ended with exit code 2. Read the end of its log: it says what it could not do. Mend the command, then build again; finished steps are cached.',
          file: 'Dockerfile',
          range: step.range,
          step: step.id,
        };
        say(30, output(step.id, time, 'counting the ports\n'));
        say(
          30,
          output(step.id, time, '\x1b[31mgrep: conf/site.conf: No such file or directory\x1b[0m\n', 'stderr'),
        );
        say(10, { type: 'step-failed', time, step: step.id, duration: 61, problem });
        say(5, { type: 'build-failed', time, problems: [problem] });
        return { stages, events };
      }
      if (step.instruction === 'RUN' && !options.cached) {
        for (let line = 0; line < (options.noisy ?? 6); line++) {
          say(
            options.noisy ? 0 : 60,
            output(
              step.id,
              time,
              `\x1b[3${(line % 6) + 1}mpart ${line}\x1b[0m  ok, \x1b[1mread\x1b[0m src/${line}-name.sh\n`,
            ),
          );
        }
        say(500, output(step.id, time, 'Ahoy, sailor!\n'));
      }
      const layer = {
        diffId: `sha256:${step.id.replace('/', '').padEnd(64, 'a')}`,
        size: 1536 * (stage.steps.indexOf(step) + 1),
        added: 3,
        changed: 1,
        deleted: 0,
      };
      say(30, {
        type: 'step-finished',
        time,
        step: step.id,
        outcome: options.cached ? 'cached' : 'done',
        cause: options.cached ? { kind: 'hit' } : { kind: 'first-time' },
        duration: step.instruction === 'RUN' ? 840 : 3.4,
        ...(step.addsLayer || step.instruction === 'FROM' ? { layer } : {}),
        ...(step.instruction === 'FROM' && stage.base.startsWith('node')
          ? {
              brings: { layers: 4, size: 91_000_000, origin: 'stand-in' as const },
              notes: [
                'This is an offline stand-in for node:14-alpine: its config is real, the programs node, npm and yarn are not in it.',
              ],
            }
          : {}),
      });
    }
  }
  say(10, {
    type: 'build-finished',
    time: time + 50,
    duration: 1284,
    image: {
      manifestDigest: `sha256:${'1'.repeat(64)}`,
      configDigest: `sha256:8f3c2d1a90b4${'2'.repeat(52)}`,
      size: 1_283_072,
      layers: Array.from({ length: 3 }, () => ({
        diffId: `sha256:${'3'.repeat(64)}`,
        size: 2048,
        added: 2,
        changed: 0,
        deleted: 0,
      })),
      tags: [],
    },
  });
  return { stages, events };
}

function output(
  step: string,
  time: number,
  text: string,
  stream: 'stdout' | 'stderr' = 'stdout',
): BuildEvent {
  return { type: 'step-output', time, step, stream, bytes: bytes(text) };
}
