/** Gathers what a build tells into what is kept of it: bounded, and enough to see the build again. */
import type { BuildEvent, StepId } from '../build/events.ts';
import type { Image } from '../image/image.ts';
import { projectText } from './project-source.ts';
import type { BuildRecording, PastRequest } from './protocol/history.ts';
import type { BuildOutcome, BuildRequest } from './protocol.ts';

/** Bytes of one step's output that are kept: the last ones, since an error is at the end. */
const mostOutputOfStep = 16 * 1024;
/** Bytes of all output. */
const mostOutput = 256 * 1024;
/** Characters of the Dockerfile. */
const longestDockerfile = 128 * 1024;
/** Events of one build beside output; a plan has at most some thousand steps. */
const mostEvents = 20_000;

type Output = Extract<BuildEvent, { type: 'step-output' }>;

export class BuildRecorder {
  readonly #request: BuildRequest;
  readonly #started: number;
  readonly #events: BuildEvent[] = [];
  /** Output by step, oldest first, and how many bytes that is. */
  readonly #output = new Map<StepId, { pieces: Output[]; bytes: number }>();

  constructor(request: BuildRequest, started: number) {
    this.#request = request;
    this.#started = started;
  }

  take(events: readonly BuildEvent[]): void {
    for (const event of events) {
      if (event.type === 'step-output') this.#keepOutput(event);
      else if (event.type !== 'step-progress' && this.#events.length < mostEvents) this.#events.push(event);
    }
  }

  recording(outcome: BuildOutcome, image: Image | undefined, ended: number): BuildRecording {
    const { dockerfile = 'Dockerfile', entries } = this.#request;
    const text = projectText(entries, dockerfile) ?? '';
    const finished = this.#events.filter((event) => event.type === 'step-finished');
    const problem = outcome.outcome === 'failed' ? outcome.problems[0]?.message : undefined;
    return {
      id: `${this.#started.toString(36).padStart(9, '0')}-${crypto.randomUUID().slice(0, 8)}`,
      started: this.#started,
      duration: Math.max(0, ended - this.#started),
      outcome: outcome.outcome,
      request: pastRequest(this.#request),
      ran: finished.filter((event) => event.outcome === 'done').length,
      cached: finished.filter((event) => event.outcome === 'cached').length,
      dockerfileText: text.slice(0, longestDockerfile),
      events: this.#withOutput(),
      ...(problem === undefined ? {} : { problem }),
      ...(outcome.outcome === 'finished'
        ? { image: { id: outcome.image.configDigest, size: outcome.image.size } }
        : {}),
      ...(image === undefined
        ? {}
        : {
            result: {
              config: new TextDecoder().decode(image.configBytes),
              layers: image.layers.map(({ digest, size }) => ({ digest, size })),
            },
          }),
    };
  }

  #keepOutput(event: Output): void {
    const kept = this.#output.get(event.step) ?? { pieces: [], bytes: 0 };
    this.#output.set(event.step, kept);
    kept.pieces.push(event);
    kept.bytes += event.bytes.length;
    while (kept.pieces.length > 1 && kept.bytes - (kept.pieces[0]?.bytes.length ?? 0) >= mostOutputOfStep) {
      kept.bytes -= kept.pieces.shift()?.bytes.length ?? 0;
    }
  }

  /** Each step's output, in one piece a stream and turn, before the event that ends the step. */
  #withOutput(): readonly BuildEvent[] {
    const events: BuildEvent[] = [];
    let left = mostOutput;
    const flush = (step: StepId): void => {
      const pieces = joined(this.#output.get(step)?.pieces ?? [], Math.min(left, mostOutputOfStep));
      this.#output.delete(step);
      left -= pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
      events.push(...pieces);
    };
    for (const event of this.#events) {
      if (event.type === 'step-finished' || event.type === 'step-failed') flush(event.step);
      else if (event.type === 'step-cancelled') flush(event.step);
      else if (event.type === 'build-failed' || event.type === 'build-cancelled') {
        for (const step of [...this.#output.keys()]) flush(step);
      }
      events.push(event);
    }
    return events;
  }
}

function pastRequest({
  dockerfile = 'Dockerfile',
  target,
  buildArgs,
  noCache,
  tag,
}: BuildRequest): PastRequest {
  return {
    dockerfile,
    ...(target === undefined ? {} : { target }),
    ...(buildArgs === undefined ? {} : { buildArgs }),
    ...(noCache === undefined ? {} : { noCache }),
    ...(tag === undefined ? {} : { tag }),
  };
}

/** The last bytes, pieces of one stream put together. */
function joined(pieces: readonly Output[], most: number): readonly Output[] {
  const last: Output[] = [];
  let left = most;
  for (const piece of pieces.toReversed()) {
    if (left === 0) break;
    const bytes = piece.bytes.slice(Math.max(0, piece.bytes.length - left));
    left -= bytes.length;
    const [next] = last;
    if (next?.stream === piece.stream) {
      const both = new Uint8Array(bytes.length + next.bytes.length);
      both.set(bytes);
      both.set(next.bytes, bytes.length);
      last[0] = { ...piece, bytes: both };
    } else {
      last.unshift({ ...piece, bytes });
    }
  }
  return last;
}
