/**
 * `--progress rawjson`: one JSON object a line, shaped like BuildKit's `client.SolveStatus` (vertexes, statuses,
 * logs, warnings; bytes as base64). A finished vertex also has `cause`, why it ran or did not, as in our events.
 */
import { createHash } from 'node:crypto';
import type { BuildEvent, BuildProblem, CacheCause, StepDescription, StepId } from '../build/events.ts';
import type { CliTask, Progress, ProgressEvent } from '../commands/progress.ts';

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

  constructor(write: (text: string) => void) {
    this.#write = write;
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
      case 'end':
      case 'step-skipped':
      case 'build-finished':
      case 'build-failed':
      case 'build-cancelled':
        return;
    }
  }

  #planned({ stages, warnings }: Extract<BuildEvent, { type: 'planned' }>): void {
    const steps = stages.flatMap((stage) => stage.steps);
    for (const step of steps) this.#steps.set(step.id, step);
    const needed = stages.filter(({ needed }) => needed).flatMap((stage) => stage.steps);
    const vertexes = needed.filter(({ label }) => label !== '').map((step) => this.#describe(step));
    this.#print({
      vertexes,
      ...(warnings.length === 0 ? {} : { warnings: warnings.map((each) => this.#warning(each)) }),
    });
  }

  #task({ name, lines, started, completed }: CliTask): void {
    const digest = digestOf(`task ${name}`);
    const times = { started: iso(started), completed: iso(completed) };
    this.#print({
      vertexes: [{ digest, name, ...times }],
      statuses: lines.map((id) => ({ id, vertex: digest, current: 0, timestamp: iso(completed), ...times })),
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
    return {
      digest: this.#digest(step.id),
      name: step.label,
      ...(step.inputs.length === 0 ? {} : { inputs: step.inputs.map((id) => this.#digest(id)) }),
    };
  }

  #digest(id: StepId): string {
    return digestOf(`step ${id} ${this.#steps.get(id)?.text ?? ''}`);
  }

  #warning({ code, message, explanation, range, step }: BuildProblem) {
    return {
      ...(step === undefined ? {} : { vertex: this.#digest(step) }),
      level: 1,
      short: Buffer.from(`${code}: ${message}`).toString('base64'),
      detail: [Buffer.from(explanation).toString('base64')],
      ...(range === undefined
        ? {}
        : {
            range: [
              {
                start: { line: range.start.line, character: range.start.column - 1 },
                end: { line: range.end.line, character: range.end.column - 1 },
              },
            ],
          }),
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
