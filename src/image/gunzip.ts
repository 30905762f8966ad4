/**
 * gzip, decompressed while it comes in: by the platform's `DecompressionStream`, or by what the program around gives
 * with `useGunzip`.
 */

/** One decompression. Bytes go in when all of what those before them gave has been read. */
export interface GunzipStream {
  /** Ends when what the bytes give was read. @throws for damage. */
  write(bytes: Uint8Array): Promise<void>;
  /** Says that there are no more bytes. @throws when some are missing. */
  close(): Promise<void>;
  /** What came out next; undefined at the end. @throws for damage. */
  read(): Promise<Uint8Array | undefined>;
  /** Gives up; what is under way may fail or never end. */
  cancel(): void;
}

let open: () => GunzipStream = openPlatformStream;

/** From now on these decompress: Node's own are almost three times as fast as its `DecompressionStream`. */
export function useGunzip(openStream: () => GunzipStream): void {
  open = openStream;
}

/** Bytes that go in before what came out is counted: gzip makes 66 MB of them at most. */
const step = 64 * 1024;

/**
 * The pieces, decompressed. Errors of the source come through as they are, those of the decompressor as `damaged`
 * makes them.
 */
export async function* gunzip(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  damaged: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  const stream = open();
  const attempt = async <Result>(act: Promise<Result>): Promise<Result> => {
    try {
      return await act;
    } catch (error) {
      throw damaged(error);
    }
  };
  /** Both sides tell of damage; it is told once. */
  const quiet = <Result>(act: Promise<Result>): Promise<Result> => {
    act.catch(() => undefined);
    return act;
  };
  let reading = quiet(stream.read());
  try {
    for await (const piece of inSteps(source)) {
      const writing = quiet(stream.write(piece).then(() => 'written' as const));
      for (;;) {
        const taken = await attempt(Promise.race([reading, writing]));
        if (taken === undefined || taken === 'written') break;
        reading = quiet(stream.read());
        yield taken;
      }
    }
    const closing = quiet(stream.close());
    for (let taken = await attempt(reading); taken !== undefined; taken = await attempt(reading)) {
      reading = quiet(stream.read());
      yield taken;
    }
    await attempt(closing);
  } finally {
    stream.cancel();
  }
}

async function* inSteps(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    for (let at = 0; at < piece.length; at += step) yield piece.subarray(at, at + step);
  }
}

function openPlatformStream(): GunzipStream {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  writer.closed.catch(() => undefined);
  return {
    write: (bytes) => writer.write(bytes as Uint8Array<ArrayBuffer>),
    close: () => writer.close(),
    read: async () => (await reader.read()).value,
    cancel: () => {
      // Not awaited: a write that is under way ends only when its output is taken.
      reader.cancel().catch(() => undefined);
      writer.abort().catch(() => undefined);
    },
  };
}
