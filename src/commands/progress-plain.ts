/**
 * `--progress plain`: lines shaped like those of BuildKit's `progressui`, with one line of reason, `why:`, for
 * each step that ran. Steps run at once; a step that takes the word repeats its name.
 */
import type { BuildEvent, BuildProblem, StepDescription, StepId } from '../build/events.ts';
import { causeText } from './cause-text.ts';
import { bytesText, type CliTask, type Progress, type ProgressEvent } from './progress.ts';

/** Lines of a failed step's output that are repeated at the end. */
const repeatedLines = 10;

interface Vertex {
  readonly number: number;
  readonly name: string;
  readonly started: number;
  /** Output after its last line end. */
  partial: string;
  readonly decoder: TextDecoder;
  readonly recent: string[];
  finished: boolean;
}

export class PlainProgress implements Progress {
  readonly #write: (text: string) => void;
  readonly #steps = new Map<StepId, StepDescription>();
  readonly #vertices = new Map<StepId, Vertex>();
  readonly #expand: ((warning: BuildProblem) => string) | undefined;
  /** By BuildKit's name of a FROM step: stages on the same image share its vertex. */
  readonly #images = new Map<string, Vertex>();
  #definition: Vertex | undefined;
  #count = 0;
  #current: Vertex | undefined;
  #owesLine = false;
  #warnings: readonly BuildProblem[] = [];
  #advice: readonly BuildProblem[] = [];
  #failed: Vertex | undefined;

  /** `expand` gives what is printed below each warning at the end: lines, each with its line end. */
  constructor(write: (text: string) => void, expand?: (warning: BuildProblem) => string) {
    this.#write = write;
    this.#expand = expand;
  }

  show(event: ProgressEvent): void {
    switch (event.type) {
      case 'planned':
        for (const stage of event.stages) for (const step of stage.steps) this.#steps.set(step.id, step);
        this.#warn(event.warnings);
        return;
      case 'end':
        this.#printWarnings();
        for (const { message, explanation } of this.#advice) {
          this.#write(`\nnote: ${message}\n${explanation}\n`);
        }
        return;
      case 'task':
        this.#task(event);
        return;
      case 'step-started':
        this.#open(event.step, event.time);
        return;
      case 'step-progress': {
        const vertex = this.#open(event.step, event.time);
        if (vertex === undefined) return;
        const amount = (value: number) => (event.unit === 'bytes' ? bytesText(value) : `${value} files`);
        const of = event.total === undefined ? '' : ` / ${amount(event.total)}`;
        this.#line(vertex, `${event.label} ${amount(event.current)}${of}`);
        return;
      }
      case 'step-output':
        this.#output(event);
        return;
      case 'step-finished':
        this.#finished(event);
        return;
      case 'step-failed': {
        const vertex = this.#open(event.step, event.time);
        if (vertex === undefined) return;
        this.#flush(vertex, event.time);
        this.#fail(vertex, event.problem.message);
        return;
      }
      case 'step-cancelled': {
        const vertex = this.#vertices.get(event.step);
        if (vertex === undefined || vertex.finished) return;
        this.#flush(vertex, event.time);
        this.#end(vertex, 'CANCELED');
        return;
      }
      case 'step-skipped':
        return;
      case 'build-finished':
        this.#advice = event.advice ?? [];
        return;
      case 'build-cancelled':
        return;
      case 'build-failed':
        this.#repeatFailed();
        // Before a plan there are no other warnings; after it, these are the same ones.
        if (this.#steps.size === 0) {
          this.#warn(event.problems.filter(({ severity }) => severity === 'warning'));
        }
        return;
    }
  }

  #task({ name, lines, started, completed, error }: CliTask): void {
    const vertex = this.#vertex(name, started);
    this.#definition ??= vertex;
    for (const line of lines) this.#line(vertex, line);
    if (error === undefined) {
      this.#end(vertex, `DONE ${secondsOf(completed - started)}`);
      return;
    }
    this.#fail(vertex, error);
  }

  /** BuildKit tells of warnings where it reads the Dockerfile, and once more at the end. */
  #warn(warnings: readonly BuildProblem[]): void {
    this.#warnings = warnings;
    const vertex = this.#definition;
    if (vertex === undefined || warnings.length === 0) return;
    for (const warning of warnings) this.#line(vertex, `WARN: ${shortText(warning)}`);
    this.#write('\n');
    this.#current = undefined;
  }

  /** Undefined for steps that BuildKit has no vertex for: those that only change the config. */
  #open(id: StepId, time: number): Vertex | undefined {
    const known = this.#vertices.get(id);
    if (known !== undefined) return known;
    const { label = '', instruction } = this.#steps.get(id) ?? {};
    if (label === '') return undefined;
    const image = instruction === 'FROM' ? label.slice(label.indexOf('] ') + 2) : undefined;
    const shared = image === undefined ? undefined : this.#images.get(image);
    const vertex = shared ?? this.#vertex(label, time);
    this.#vertices.set(id, vertex);
    if (image !== undefined) this.#images.set(image, vertex);
    return vertex;
  }

  #vertex(name: string, started: number): Vertex {
    const number = ++this.#count;
    const vertex = {
      number,
      name,
      started,
      partial: '',
      decoder: new TextDecoder(),
      recent: [],
      finished: false,
    };
    this.#speak(vertex);
    return vertex;
  }

  /** Gives the word to a vertex, and says so. */
  #speak(vertex: Vertex): void {
    if (this.#current === vertex) return;
    if (this.#owesLine) this.#write('\n');
    this.#owesLine = false;
    if (this.#current !== undefined) this.#write(`#${this.#current.number} ...\n\n`);
    this.#write(`#${vertex.number} ${vertex.name}\n`);
    this.#current = vertex;
  }

  #line(vertex: Vertex, text: string): void {
    this.#speak(vertex);
    this.#write(`#${vertex.number} ${text}\n`);
  }

  /** BuildKit leaves no empty line after an error, but before what comes next. */
  #fail(vertex: Vertex, error: string): void {
    this.#line(vertex, `ERROR: ${error}`);
    vertex.finished = true;
    this.#current = undefined;
    this.#owesLine = true;
    this.#failed ??= vertex;
  }

  #end(vertex: Vertex, outcome: string): void {
    this.#line(vertex, outcome);
    this.#write('\n');
    vertex.finished = true;
    this.#current = undefined;
  }

  #output({ step, time, bytes }: Extract<BuildEvent, { type: 'step-output' }>): void {
    const vertex = this.#open(step, time);
    if (vertex === undefined) return;
    const lines = (vertex.partial + vertex.decoder.decode(bytes, { stream: true })).split('\n');
    vertex.partial = lines.pop() ?? '';
    for (const line of lines) this.#log(vertex, line, time);
  }

  #flush(vertex: Vertex, time: number): void {
    const rest = vertex.partial + vertex.decoder.decode();
    vertex.partial = '';
    if (rest !== '') this.#log(vertex, rest, time);
  }

  #log(vertex: Vertex, line: string, time: number): void {
    const stamped = `${secondsText((time - vertex.started) / 1000)} ${line.replace(/\r$/, '')}`;
    vertex.recent.push(stamped);
    if (vertex.recent.length > repeatedLines) vertex.recent.shift();
    this.#line(vertex, stamped);
  }

  #finished(event: Extract<BuildEvent, { type: 'step-finished' }>): void {
    const vertex = this.#open(event.step, event.time);
    if (vertex === undefined || vertex.finished) return;
    this.#flush(vertex, event.time);
    for (const note of event.notes ?? []) this.#line(vertex, `note: ${note}`);
    const why = causeText(event.cause);
    if (why !== undefined) this.#line(vertex, `why: ${why}`);
    this.#end(vertex, event.outcome === 'cached' ? 'CACHED' : `DONE ${secondsOf(event.duration)}`);
  }

  #repeatFailed(): void {
    const vertex = this.#failed;
    if (vertex === undefined) return;
    const lines = vertex.recent.map((line) => `${line}\n`).join('');
    this.#write(`------\n > ${vertex.name}:\n${lines}------\n`);
  }

  #printWarnings(): void {
    const warnings = distinct(this.#warnings);
    const { length } = warnings;
    if (length === 0) return;
    const hint = this.#expand === undefined ? ' (use --debug to expand)' : '';
    this.#write(`\n ${length} warning${length === 1 ? '' : 's'} found${hint}:\n`);
    for (const warning of warnings) {
      this.#write(` - ${shortText(warning)}\n${this.#expand?.(warning) ?? ''}`);
    }
    this.#warnings = [];
  }
}

/** At the end buildx says the same of a line once, however many words of it are meant (`dedupWarnings`). */
function distinct(warnings: readonly BuildProblem[]): readonly BuildProblem[] {
  const keyOf = ({ code, message, lines }: BuildProblem): string => JSON.stringify([code, message, lines]);
  return [...new Map(warnings.map((each) => [keyOf(each), each])).values()];
}

function shortText({ code, message, lines }: BuildProblem): string {
  return `${code}: ${message}${lines === undefined ? '' : ` (line ${lines[0]?.first})`}`;
}

/** Milliseconds as `0.1s`. */
function secondsOf(duration: number): string {
  return `${(duration / 1000).toFixed(1)}s`;
}

/** As BuildKit: four significant places, `0.123`, `12.34`, `123.4`. */
function secondsText(seconds: number): string {
  const value = Math.max(0, seconds);
  return value.toFixed(value < 10 ? 3 : value < 100 ? 2 : 1);
}
