/**
 * The page's end of the build worker: starts it, carries calls to it, and stops a build within 200 ms even when
 * the worker is too busy to listen, by ending the worker and starting another.
 */
import type { BuildEvent, StepId } from '../build/events.ts';
import { persistOrigin } from '../store/origin.ts';
import { ContentSender } from './content-exchange.ts';
import { isEntryTable, unpackEntries } from './entry-table.ts';
import {
  type FinishedStep,
  type FromWorker,
  type MethodName,
  type PlainMethod,
  type Port,
  plainMethods,
  projectMethods,
  type ToWorker,
  type WatchedMethod,
} from './messages.ts';
import type {
  BuildOutcome,
  BuildRequest,
  ContainerNews,
  ContainerOutcome,
  Engine,
  ProjectEntry,
  TransferProgress,
  Watch,
} from './protocol.ts';
import workerPath from './worker.ts?worker&url';

/** A worker, or what stands for one in a test. */
export interface WorkerPort extends Port {
  onerror?: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

export interface ClientOptions {
  readonly spawn: () => WorkerPort;
  /** Address of the folder that has `busybox.wasm` and `images/`. */
  readonly base: string;
  /** How long a busy worker may take to stop by itself, milliseconds. */
  readonly patience?: number;
  /** The same for the end of a container. */
  readonly killPatience?: number;
}

type PlainCalls = Pick<Engine, PlainMethod>;

export type WorkerEngine = Engine & {
  /** Ends the worker; calls that are under way fail. */
  dispose(): void;
};

/** The engine in a module worker of its own. `base` is the address of the folder with `busybox.wasm` and `images/`. */
export function createEngine(base: string): WorkerEngine {
  return connectEngine({ base, spawn: () => startWorker(new URL(workerPath, import.meta.url)) });
}

/** A browser starts no worker from another origin; one of our own that imports it may be started. */
function startWorker(address: URL): Worker {
  if (address.origin === location.origin) return new Worker(address, { type: 'module' });
  const source = new Blob([`import ${JSON.stringify(address.href)};`], { type: 'text/javascript' });
  const local = URL.createObjectURL(source);
  const worker = new Worker(local, { type: 'module' });
  // The worker fetches its source at some later moment, and nobody says when.
  setTimeout(() => URL.revokeObjectURL(local), 60_000);
  return worker;
}

export function connectEngine(options: ClientOptions): WorkerEngine {
  const client = new Client(options);
  const calls = plainCalls((method, args) => client.call(method, args));
  return {
    ...calls,
    build: (request, onEvents) => client.build(request, onEvents),
    stop: () => client.stop(),
    importImage: (request, watch) => client.watched('importImage', [request], watch),
    saveImage: (format, file, watch) => client.watched('saveImage', [format, file], watch),
    pushImage: (request, watch) => client.watched('pushImage', [request], watch),
    killContainer: (container, signal) => client.killContainer(container, signal),
    watchContainers: (listener) => client.watchContainers(listener),
    dispose: () => client.dispose(),
  };
}

/** The calls that are no more than a question and an answer. */
function plainCalls(ask: (method: PlainMethod, args: readonly unknown[]) => Promise<unknown>): PlainCalls {
  const entries = plainMethods.map((method) => [method, (...args: readonly unknown[]) => ask(method, args)]);
  // The worker's end answers each method as `Engine` says; what came through a port has no other proof.
  return Object.fromEntries(entries) as PlainCalls;
}

interface Call {
  readonly method: MethodName;
  readonly args: readonly unknown[];
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
}

/** The build that runs, as seen from here. */
interface RunningBuild {
  readonly id: number;
  readonly onEvents: (events: readonly BuildEvent[]) => void;
  /** Resolves when the build is over, in whatever way. */
  readonly over: Promise<unknown>;
  readonly end: (outcome: BuildOutcome) => void;
  /** Started and not yet finished. */
  readonly open: Set<StepId>;
}

class Client {
  readonly #options: ClientOptions;
  #worker: WorkerPort | undefined;
  #nextId = 1;
  readonly #calls = new Map<number, Call>();
  #build: RunningBuild | undefined;
  readonly #contents = new ContentSender();
  /** Whether the browser was asked to keep the data: once a page, when there is something to keep. */
  #askedToKeep = false;
  readonly #containerWatchers = new Set<(news: ContainerNews) => void>();
  /** Finished steps of the last build, for a worker that takes over. */
  #finished = new Map<StepId, FinishedStep>();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  async build(
    request: BuildRequest,
    onEvents: (events: readonly BuildEvent[]) => void,
  ): Promise<BuildOutcome> {
    while (this.#build !== undefined) await this.stop();
    this.#finished = new Map();
    const id = this.#nextId++;
    const outcome = new Promise<BuildOutcome>((resolve, reject) => {
      this.#calls.set(id, { method: 'build', args: [request], resolve, reject });
    });
    const over = outcome.catch(() => undefined);
    const end = (ended: BuildOutcome) => this.#settle(id, (call) => call.resolve(ended as never));
    this.#build = { id, onEvents, over, end, open: new Set() };
    this.#postCall(id, 'build', [request]);
    try {
      const ended = await outcome;
      if (ended.outcome === 'finished' && !this.#askedToKeep) {
        this.#askedToKeep = true;
        void persistOrigin();
      }
      return ended;
    } finally {
      if (this.#build?.id === id) this.#build = undefined;
    }
  }

  async stop(): Promise<void> {
    const build = this.#build;
    if (build === undefined) return;
    this.#post({ type: 'stop' });
    const stoppedItself = await Promise.race([
      build.over.then(() => true),
      wait(this.#options.patience ?? 120).then(() => false),
    ]);
    if (!stoppedItself && this.#build === build) this.#replaceWorker(build);
    await build.over;
    if (this.#build === build) this.#build = undefined;
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#failAll('The build worker was ended.');
  }

  watchContainers(listener: (news: ContainerNews) => void): () => void {
    this.#containerWatchers.add(listener);
    return () => this.#containerWatchers.delete(listener);
  }

  /** A program that computes without a system call lets nobody have a turn: then its worker is ended. */
  async killContainer(...asked: Parameters<Engine['killContainer']>): Promise<ContainerOutcome> {
    const answer = this.call('killContainer', asked) as Promise<ContainerOutcome>;
    const [, signal = 'KILL'] = asked;
    if (!/^(SIG)?KILL$|^9$/i.test(signal)) return answer;
    const given: Promise<ContainerOutcome> = wait(this.#options.killPatience ?? 2000).then(() => ({
      outcome: 'done',
    }));
    let isAnswered = false;
    const answered = answer.finally(() => {
      isAnswered = true;
    });
    const outcome = await Promise.race([answered, given]);
    if (!isAnswered) {
      // Nobody waits for this answer any more, and the next worker knows nothing of the container.
      for (const [id, { method, args }] of this.#calls) {
        if (method === 'killContainer' && args === asked) this.#calls.delete(id);
      }
      this.#replaceWorker();
    }
    return outcome;
  }

  /** A call that tells of its progress, and that can be stopped: it ends as the worker then ends it. */
  watched<Method extends WatchedMethod>(
    method: Method,
    args: readonly unknown[],
    { onProgress, signal }: Watch = {},
  ): ReturnType<Engine[Method]> {
    const id = this.#nextId;
    const cancel = (): void => this.#post({ type: 'cancel', id });
    const answer = this.call(method, args, onProgress).finally(() =>
      signal?.removeEventListener('abort', cancel),
    );
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    // What came through a port has no other proof than the method's type.
    return answer as ReturnType<Engine[Method]>;
  }

  call(
    method: MethodName,
    args: readonly unknown[],
    onProgress?: (progress: TransferProgress) => void,
  ): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { method, args, resolve, reject, onProgress });
      try {
        this.#postCall(id, method, args);
      } catch (error) {
        this.#calls.delete(id);
        reject(error);
      }
    });
  }

  #post(message: ToWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  /** The methods that take a project say so with their first argument; its contents go once only. */
  #postCall(id: number, method: MethodName, args: readonly unknown[]): void {
    // Started first, since a new worker has no contents.
    this.#worker ??= this.#start();
    this.#post({ type: 'call', id, method, args: packArguments(method, args, this.#contents) });
  }

  #start(): WorkerPort {
    const worker = this.#options.spawn();
    this.#contents.reset();
    worker.onmessage = ({ data }: MessageEvent) => {
      // Messages that a worker sent before it was ended can still arrive.
      if (worker === this.#worker) this.#receive(data as FromWorker);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (worker !== this.#worker) return;
      worker.terminate();
      this.#worker = undefined;
      for (const watcher of this.#containerWatchers) watcher({ type: 'lost' });
      const said = event.message ? `: ${event.message}` : '';
      this.#failAll(
        `The build worker stopped unexpectedly${said}. What was finished is kept; try again, or reload the page.`,
      );
    };
    const begin: ToWorker = {
      type: 'begin',
      base: this.#options.base,
      finished: [...this.#finished.values()],
    };
    worker.postMessage(begin);
    return worker;
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'answer':
        this.#settle(message.id, (call) => call.resolve(unpackAnswer(message.value) as never));
        return;
      case 'failure':
        this.#settle(message.id, (call) => {
          const error = new Error(message.message);
          error.name = message.name;
          call.reject(error);
        });
        return;
      case 'events':
        if (this.#build?.id === message.id) this.#deliver(this.#build, message.events);
        return;
      case 'containers':
        for (const watcher of this.#containerWatchers) watcher(message.news);
        return;
      case 'progress':
        this.#calls.get(message.id)?.onProgress?.(message.progress);
        return;
      case 'step':
        if (this.#build?.id === message.id) this.#finished.set(message.step.id, message.step);
    }
  }

  #settle(id: number, how: (call: Call) => void): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (call !== undefined) how(call);
  }

  #deliver(build: RunningBuild, events: readonly BuildEvent[]): void {
    for (const event of events) {
      if (event.type === 'step-started') build.open.add(event.step);
      else if (event.type === 'step-finished' || event.type === 'step-failed') build.open.delete(event.step);
      else if (event.type === 'step-cancelled') build.open.delete(event.step);
    }
    build.onEvents(events);
  }

  /** Ends a worker that doesn't listen. All but the build is asked again of the next one. */
  #replaceWorker(build = this.#build): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    if (build !== undefined) cancelBuild(build);
    for (const watcher of this.#containerWatchers) watcher({ type: 'lost' });
    for (const [id, { method, args }] of this.#calls) this.#postCall(id, method, args);
    // So that the next build finds the sandbox compiled and the store open.
    this.call('prepare', []).catch(() => undefined);
  }

  #failAll(message: string): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) call.reject(new Error(message));
  }
}

function cancelBuild(build: RunningBuild): void {
  const time = Date.now();
  const cancelled = [...build.open].map((step): BuildEvent => ({ type: 'step-cancelled', time, step }));
  build.onEvents([...cancelled, { type: 'build-cancelled', time }]);
  build.end({ outcome: 'cancelled' });
}

function packArguments(
  method: MethodName,
  args: readonly unknown[],
  contents: ContentSender,
): readonly unknown[] {
  const [first, ...rest] = args;
  if (method === 'saveProject') return [contents.pack(first as readonly ProjectEntry[], true), ...rest];
  if (!projectMethods.includes(method)) return args;
  const { entries, ...request } = first as BuildRequest;
  return [{ ...request, entries: contents.pack(entries, method === 'build') }, ...rest];
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Long lists of files come column by column. */
function unpackAnswer(value: unknown): unknown {
  return isEntryTable(value) ? unpackEntries(value) : value;
}
