/** The worker's end: carries out calls on the engine, and sends events in batches. */
import type { BuildEvent } from '../build/events.ts';
import { ContentReceiver, type PackedEntries } from './content-exchange.ts';
import { packEntries } from './entry-table.ts';
import { EventBatch } from './event-batch.ts';
import {
  type FinishedStep,
  type FromWorker,
  type MethodName,
  methodNames,
  type Port,
  projectMethods,
  type ToWorker,
  watchedMethods,
} from './messages.ts';
import type { BuildRequest, Engine, FilesystemEntry, TransferProgress, Watch } from './protocol.ts';

/** The engine as the worker has it: it also tells what is needed to show a finished step again. */
export interface ServedEngine extends Engine {
  build(
    request: BuildRequest,
    onEvents: (events: readonly BuildEvent[]) => void,
    onFinished?: (step: FinishedStep) => void,
    /** Called before something that may compute for a long time, and lets no timer fire. */
    onBusy?: () => void,
  ): ReturnType<Engine['build']>;
  /** Where the page's files lie, and the finished steps of a worker that was ended. Called first. */
  begin(base: string, finished: readonly FinishedStep[]): void;
}

export function serve(engine: ServedEngine, port: Port): void {
  const post = (message: FromWorker) => port.postMessage(message);
  const contents = new ContentReceiver();
  const watched = new Map<number, AbortController>();
  engine.watchContainers((news) => post({ type: 'containers', news }));
  port.onmessage = ({ data }: MessageEvent) => {
    // Only our own client has the other end of this port.
    const message = data as ToWorker;
    if (message.type === 'stop') void engine.stop();
    else if (message.type === 'begin') engine.begin(message.base, message.finished);
    else if (message.type === 'cancel') watched.get(message.id)?.abort();
    else {
      const abort = new AbortController();
      watched.set(message.id, abort);
      const args = unpackArguments(message, contents);
      void answer(engine, message, args, post, abort.signal).finally(() => watched.delete(message.id));
    }
  };
}

type CallMessage = Extract<ToWorker, { readonly type: 'call' }>;

/** At once and in order of arrival: what is forgotten depends on it. */
function unpackArguments(
  { method, args }: CallMessage,
  contents: ContentReceiver,
): readonly unknown[] | Error {
  try {
    return unpacked(method, args, contents);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function unpacked(
  method: MethodName,
  args: readonly unknown[],
  contents: ContentReceiver,
): readonly unknown[] {
  const [first, ...rest] = args;
  if (method === 'saveProject') return [contents.unpack(first as PackedEntries), ...rest];
  if (!projectMethods.includes(method)) return args;
  const { entries, ...request } = first as { readonly entries: PackedEntries };
  return [{ ...request, entries: contents.unpack(entries) }, ...rest];
}

async function answer(
  engine: ServedEngine,
  { id, method }: CallMessage,
  args: readonly unknown[] | Error,
  post: (message: FromWorker) => void,
  signal: AbortSignal,
): Promise<void> {
  const batch = new EventBatch((events) => post({ type: 'events', id, events }));
  try {
    if (args instanceof Error) throw args;
    const value = await carryOut(engine, method, args, {
      onEvents: (events) => {
        for (const event of events) batch.add(event);
      },
      onFinished: (step) => post({ type: 'step', id, step }),
      onBusy: () => batch.flush(),
      watch: { signal, onProgress: seldom((progress) => post({ type: 'progress', id, progress })) },
    });
    batch.flush();
    post({ type: 'answer', id, value: listings.has(method) ? packEntries(value as Listing) : value });
  } catch (error) {
    batch.flush();
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    post({ type: 'failure', id, name, message });
  }
}

/** Answers that may be long lists of files. */
const listings: ReadonlySet<MethodName> = new Set(['layer', 'filesystem', 'layerFiles']);
type Listing = readonly FilesystemEntry[];

interface Listeners {
  readonly onEvents: (events: readonly BuildEvent[]) => void;
  readonly onFinished: (step: FinishedStep) => void;
  readonly onBusy: () => void;
  readonly watch: Watch;
}

/** Milliseconds between two messages of progress: more often nobody can read. */
const interval = 80;

function seldom(tell: (progress: TransferProgress) => void): (progress: TransferProgress) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const time = performance.now();
    if (time - told < interval && progress.current !== progress.total) return;
    told = time;
    tell(progress);
  };
}

function carryOut(
  engine: ServedEngine,
  method: MethodName,
  args: readonly unknown[],
  { onEvents, onFinished, onBusy, watch }: Listeners,
): Promise<unknown> {
  if (!methodNames.includes(method)) throw new Error(`the build worker has no method ${method}`);
  // The client's types say what the arguments are; they went through structured clone only.
  if (method === 'build') return engine.build(args[0] as BuildRequest, onEvents, onFinished, onBusy);
  const call = engine[method] as (...given: unknown[]) => Promise<unknown>;
  const isWatched = watchedMethods.some((each) => each === method);
  return call.apply(engine, isWatched ? [...args, watch] : [...args]);
}
