/**
 * `--progress rawjson`: one JSON object a line, shaped like BuildKit's `client.SolveStatus` (vertexes, statuses,
 * logs, warnings; bytes as base64). A finished vertex also has `cause`, why it ran or did not, as in our events.
 */
import { createHash } from 'node:crypto';
import type { BuildEvent, BuildProblem, CacheCause, StepDescription, StepId } from '../build/events.ts';
import type { CliTask, Progress, ProgressEvent } from '../commands/progress.ts';
import { ruleOf } from '../dockerfile/checks/rules.ts';

export interface RawSource {
  readonly name: string;
  readonly text: string;
}

interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly inputs?: readonly string[];
  readonly started?: string;
  readonly completed?: string;
  readonly cached?: true;
  readonly error?: string;
  readonly cause?: CacheCause;
}

export class RawJsonProgress implements Progress {
  readonly #write: (text: string) => void;
  readonly #steps = new Map<StepId, StepDescription>();
  readonly #started = new Map<StepId, number>();
  readonly #names = new Map<string, string>();
  readonly #source: () => RawSource | undefined;
  /** The vertex that read the Dockerfile: warnings are its. */
  #definition: string | undefined;

  /** `source` is the Dockerfile, once it is known. */
  constructor(write: (text: string) => void, source: () => RawSource | undefined = () => undefined) {
    this.#write = write;
    this.#source = source;
  }

  show(event: ProgressEvent): void {
    switch (event.type) {
      case 'planned':
        this.#planned(event);
        return;
      case 'task':
        this.#task(event);
        return;
      case 'step-started':
        this.#started.set(event.step, event.time);
        this.#vertex(event.step, {});
        return;
      case 'step-progress': {
        const started = iso(this.#started.get(event.step) ?? event.time);
        const status = {
          id: event.label,
          vertex: this.#digest(event.step),
          name: event.label,
          current: event.current,
          ...(event.total === undefined ? {} : { total: event.total }),
          timestamp: iso(event.time),
          started,
        };
        this.#print({ statuses: [status] });
        return;
      }
      case 'step-output':
        this.#print({
          logs: [
            {
              vertex: this.#digest(event.step),
              stream: event.stream === 'stdout' ? 1 : 2,
              data: Buffer.from(event.bytes).toString('base64'),
              timestamp: iso(event.time),
            },
          ],
        });
        return;
      case 'step-finished':
        this.#vertex(event.step, {
          completed: iso(event.time),
          ...(event.outcome === 'cached' ? { cached: true } : {}),
          cause: event.cause,
        });
        return;
      case 'step-failed':
        this.#vertex(event.step, { completed: iso(event.time), error: event.problem.message });
        return;
      case 'step-cancelled':
        this.#vertex(event.step, { completed: iso(event.time), error: 'context canceled' });
        return;
      case 'build-failed': {
        // Before a plan there are no other warnings; after it, these are the same ones.
        const warnings = event.problems.filter(({ severity }) => severity === 'warning');
        if (this.#steps.size === 0) this.#warn(warnings);
        return;
      }
      case 'end':
      case 'step-skipped':
      case 'build-finished':
      case 'build-cancelled':
        return;
    }
  }

  #planned({ stages, warnings }: Extract<BuildEvent, { type: 'planned' }>): void {
    const steps = stages.flatMap((stage) => stage.steps);
    for (const step of steps) this.#steps.set(step.id, step);
    const needed = stages.filter(({ needed }) => needed).flatMap((stage) => stage.steps);
    const vertexes = needed.filter(({ label }) => label !== '').map((step) => this.#describe(step));
    this.#warn(warnings);
    const isFirst = ({ digest }: Vertex, at: number) =>
      vertexes.findIndex((each) => each.digest === digest) === at;
    this.#print({ vertexes: vertexes.filter(isFirst) });
  }

  #warn(warnings: readonly BuildProblem[]): void {
    if (warnings.length > 0) this.#print({ warnings: warnings.map((each) => this.#warning(each)) });
  }

  #task({ name, lines, started, completed, error }: CliTask): void {
    const digest = digestOf(`task ${name}`);
    this.#definition ??= digest;
    const times = { started: iso(started), completed: iso(completed) };
    const statuses = lines.map((line) => {
      const { id, current } = statusOf(line);
      return { id, vertex: digest, current, timestamp: iso(completed), ...times };
    });
    this.#print({
      vertexes: [{ digest, name, ...times, ...(error === undefined ? {} : { error }) }],
      ...(statuses.length === 0 ? {} : { statuses }),
    });
  }

  #vertex(id: StepId, state: Omit<Vertex, 'digest' | 'name'>): void {
    const step = this.#steps.get(id);
    // Steps that only change the config are no vertices of BuildKit.
    if (step === undefined || step.label === '') return;
    const started = this.#started.get(id);
    const vertex: Vertex = {
      ...this.#describe(step),
      ...(started === undefined ? {} : { started: iso(started) }),
      ...state,
    };
    this.#print({ vertexes: [vertex] });
  }

  #describe(step: StepDescription): Vertex {
    const digest = this.#digest(step.id);
    // Stages on the same image share a vertex, under the first one's name.
    const name = this.#names.get(digest) ?? step.label;
    this.#names.set(digest, name);
    return {
      digest,
      name,
      ...this.#inputsOf(step),
    };
  }

  /** Steps that only change the config are passed over: what they stand on is the input. */
  #inputsOf(step: StepDescription): { readonly inputs?: readonly string[] } {
    const inputs = step.inputs.flatMap((id) => {
      let input = this.#steps.get(id);
      while (input !== undefined && input.label === '') input = this.#steps.get(input.inputs[0] ?? '');
      return input === undefined ? [] : [this.#digest(input.id)];
    });
    return inputs.length === 0 ? {} : { inputs: [...new Set(inputs)] };
  }

  #digest(id: StepId): string {
    const { instruction, label = '', text = '' } = this.#steps.get(id) ?? {};
    // As in BuildKit one image is one vertex, whichever stages begin with it.
    if (instruction === 'FROM' && label !== '') return digestOf(label.slice(label.indexOf('] ')));
    return digestOf(`step ${id} ${text}`);
  }

  #warning({ code, message, explanation, lines }: BuildProblem) {
    const rule = ruleOf(code);
    const source = this.#source();
    const line = lines === undefined ? '' : ` (line ${lines[0]?.first})`;
    const ranges = (lines ?? []).flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, at) => ({
        start: { line: first + at },
        end: { line: first + at },
      })),
    );
    return {
      ...(this.#definition === undefined ? {} : { vertex: this.#definition }),
      level: 1,
      short: base64(`${code}: ${message}${line}`),
      detail: [base64(rule?.description ?? explanation)],
      ...(rule?.docs === undefined ? {} : { url: rule.docs }),
      ...(source === undefined
        ? {}
        : { sourceInfo: { filename: source.name, data: base64(source.text), language: 'Dockerfile' } }),
      ...(ranges.length === 0 ? {} : { range: ranges }),
    };
  }

  #print(status: object): void {
    this.#write(`${JSON.stringify(status)}\n`);
  }
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** `transferring context: 97B done` as BuildKit's status: its id ends in the colon. */
function statusOf(line: string): { readonly id: string; readonly current: number } {
  const [, id = line, amount = '0'] = /^(transferring [\w ]+:) (\d+)B done$/.exec(line) ?? [];
  return { id, current: Number(amount) };
}
