/** `dry-dock run`: one container, attached to this process's streams or terminal until it ends. */
import type { Writable } from 'node:stream';
import { Containers } from '../container/containers.ts';
import { findImage } from '../container/find-image.ts';
import type { KnownContainer } from '../container/known-container.ts';
import { type ToldRefusal, toldRefusal } from '../container/told-refusal.ts';
import { SnapshotCache } from '../image/snapshot.ts';
import type { ContainerProcess } from '../sandbox/container.ts';
import { interrupted } from './build-command.ts';
import type { Host } from './host.ts';
import { now } from './open-build.ts';
import { openBaseImages } from './open-registry.ts';
import type { RunOptions } from './run-option.ts';
import { readVolumes } from './run-volumes.ts';
import { defaultStoreFolder, openStoreFolder } from './store-folder.ts';

/** Where there is no terminal that has a size of its own. */
const usualSize = { rows: 24, columns: 80 };

/** Bytes of standard input that are read before the container wants them. */
const mostWaiting = 1024 ** 2;

/**
 * The exit code of the container's first process; 125, 126 or 127, as Docker has them, when there was none.
 * @throws what stands in the way before the container is made.
 */
export async function runCommand(options: RunOptions, host: Host): Promise<number> {
  const { tty, interactive } = options;
  const { terminal, starter } = host.container;
  const say = (text: string) => void host.standardError.write(text);
  if (tty && interactive && terminal === undefined) {
    say('the input device is not a TTY\n');
    return 1;
  }
  const store = await openStoreFolder(options.cacheDirectory ?? defaultStoreFolder(host.environment));
  const snapshots = new SnapshotCache(store.blobs);
  const output = new Output(host);
  const containers = new Containers({
    starter,
    blobs: store.blobs,
    now,
    onEvent: (event) => {
      if (event.type !== 'output') return;
      const { stream, bytes, attachment } = event;
      output.write(stream, bytes, () => containers.attachment(attachment)?.taken(bytes.length));
    },
  });
  let missing: Awaited<ReturnType<typeof findImage>>['missing'] = [];
  let container: KnownContainer;
  try {
    const { tree, volumes } = await readVolumes(options.volumes, host.signal);
    const baseImages = openBaseImages(options.registry, store, snapshots, host);
    const pulls = new Set<string>();
    const image = await findImage(options.image, baseImages, snapshots, {
      signal: host.signal,
      onProgress: ({ label }) => {
        if (!pulls.has(label)) say(`${label}\n`);
        pulls.add(label);
      },
    });
    missing = image.missing;
    container = await containers.run(
      image,
      { ...options, volumes, remove: true },
      tree,
      terminal?.size() ?? usualSize,
    );
  } catch (error) {
    if (host.signal.aborted) return interrupted;
    const told = toldRefusal(error, missing);
    if (told === undefined) throw error;
    say(refusalText(told));
    return told.exitCode;
  }
  await live(container, containers, options, host);
  await output.written;
  const { exitCode = 0, explanation } = container.info();
  if (explanation !== undefined) say(`\n${explanation}\n`);
  for (const { source, target } of container.writtenMounts()) {
    if (source === '') continue;
    say(`\nNOTE: ${source} is as it was: what was written to ${target} went into a copy.\n`);
  }
  return exitCode;
}

/** Until the container has ended: what is typed goes in, signals and sizes are passed on. */
async function live(
  container: KnownContainer,
  containers: Containers,
  { tty, interactive }: RunOptions,
  { container: { standardInput, terminal }, signal }: Host,
): Promise<void> {
  const [attached] = container.info().attachments;
  const process = attached && container.process(attached.id);
  const ends: (() => void)[] = [];
  const onAbort = (): void => {
    if (container.isRunning) containers.kill(container.id, signalOf(signal.reason));
  };
  signal.addEventListener('abort', onAbort);
  ends.push(() => signal.removeEventListener('abort', onAbort));
  if (signal.aborted) onAbort();
  if (tty && terminal !== undefined) {
    ends.push(terminal.onResize(() => process?.resize(terminal.size())));
    if (interactive) {
      terminal.setRaw(true);
      ends.push(() => terminal.setRaw(false));
    }
  }
  if (interactive && process !== undefined) ends.push(feed(standardInput(), process));
  try {
    await container.ended;
  } finally {
    for (const end of ends) end();
  }
}

/** The answer stops reading, so that nobody waits for the next key. */
function feed(input: ReturnType<Host['container']['standardInput']>, process: ContainerProcess): () => void {
  const onData = (bytes: Buffer): void => {
    process.input(new Uint8Array(bytes));
    if (process.inputWaiting > mostWaiting) input.pause();
  };
  process.onInputTaken(() => {
    if (input.isPaused() && process.inputWaiting <= mostWaiting) input.resume();
  });
  const onEnd = (): void => process.endInput();
  input.on('data', onData).on('end', onEnd).on('error', onEnd);
  return () => {
    input.off('data', onData).off('end', onEnd);
    input.destroy();
  };
}

/** Which signal stopped this process: its name is the reason's message. */
function signalOf(reason: unknown): string {
  return reason instanceof Error && /^SIG[A-Z]+$/.test(reason.message) ? reason.message : 'SIGTERM';
}

/** What the container says, on its way to this process's streams. */
class Output {
  readonly #streams: Readonly<Record<'stdout' | 'stderr', Writable>>;
  /** Resolves when all that was said so far is written. */
  written: Promise<unknown> = Promise.resolve();

  constructor({ standardOutput, standardError }: Host) {
    this.#streams = { stdout: standardOutput, stderr: standardError };
  }

  write(stream: 'stdout' | 'stderr', bytes: Uint8Array, taken: () => void): void {
    const done = new Promise<void>((resolve) => {
      this.#streams[stream].write(bytes, () => {
        taken();
        resolve();
      });
    });
    this.written = Promise.all([this.written, done]);
  }
}

/** The last line is Docker's own, whoever says what is before it. */
function refusalText({ message, exitCode, explanation }: ToldRefusal): string {
  const why = explanation === undefined ? '' : `\n${explanation}\n`;
  const pointer = exitCode === 255 ? '' : "\nRun 'dry-dock run --help' for more information\n";
  return `${message}\n${why}${pointer}`;
}
