/**
 * Decompresses a layer while it comes in, with a bound on what comes out: of the compressed bytes only a few
 * pieces are in memory. Recognised by the first bytes, as `decompress` does for bytes that are all there.
 */
import { Gunzip } from 'fflate';
import { Decompress } from 'fzstd';
import { detectCompression } from './compression.ts';
import { gunzip } from './gunzip.ts';
import { ImageError } from './image-error.ts';

export interface DecompressStreamOptions {
  /** How an error calls the layer. */
  readonly path: string;
  /** Bytes that may come out at most. */
  readonly limit: number;
  /**
   * Whether gzip may be several files in a row, as eStargz has it. Browsers' own decompressors refuse that, so a
   * slower one is taken, which verifies no checksums: for bytes whose digest is verified otherwise.
   */
  readonly members?: boolean;
}

/** The longest of the first bytes that tell compressions apart. */
const magicLength = 6;
/** Bytes that go into a decompressor before what came out is counted: gzip makes 66 MB of them at most. */
const step = 64 * 1024;
/** Largest window of zstd that is taken: what `zstd` itself takes without being told (`--long=27`). */
const largestWindow = 128 * 1024 ** 2;

/**
 * The pieces, decompressed. Errors of the source come through as they are.
 * @throws ImageError `malformed`, `limit`, `unsupported`.
 */
export async function* decompressStream(
  source: AsyncIterable<Uint8Array>,
  options: DecompressStreamOptions,
): AsyncGenerator<Uint8Array> {
  const { path, limit } = options;
  let size = 0;
  for await (const piece of unbounded(source, options)) {
    size += piece.length;
    if (size > limit) {
      throw new ImageError('limit', 'holds too much once it is decompressed', {
        path,
        expected: `at most ${limit} bytes`,
      });
    }
    yield piece;
  }
}

async function* unbounded(
  source: AsyncIterable<Uint8Array>,
  { path, members = false }: DecompressStreamOptions,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    const head = await firstBytes(iterator);
    const all = withHead(head, iterator);
    switch (detectCompression(head)) {
      case 'none':
        yield* all;
        return;
      case 'gzip':
        yield* members ? gunzipMembers(all, path) : gunzip(all, (error) => damaged('gzip', path, error));
        return;
      case 'zstd':
        yield* unzstd(all, path, head);
        return;
      default:
        throw new ImageError('unsupported', 'is a layer compressed in a way that no image may be', {
          path,
          expected: 'gzip, zstd or nothing',
          remedy: 'Push the image again with gzip',
        });
    }
  } finally {
    await iterator.return?.();
  }
}

async function firstBytes(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < magicLength + step / 1024) {
    const next = await iterator.next();
    if (next.done) break;
    if (head.length === 0) head = next.value;
    else {
      const longer = new Uint8Array(head.length + next.value.length);
      longer.set(head);
      longer.set(next.value, head.length);
      head = longer;
    }
  }
  return head;
}

async function* withHead(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

async function* gunzipMembers(source: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const decompressor = new Gunzip((piece) => ready.push(piece.slice()));
  yield* pushed(source, 'gzip', path, (bytes, final) => {
    ready = [];
    decompressor.push(bytes, final);
    return ready;
  });
}

async function* unzstd(
  source: AsyncIterable<Uint8Array>,
  path: string,
  head: Uint8Array,
): AsyncGenerator<Uint8Array> {
  if (zstdWindow(head) > largestWindow) {
    throw new ImageError('limit', 'wants more memory to be decompressed than is given', {
      path,
      expected: `a zstd window of at most ${largestWindow} bytes`,
    });
  }
  let ready: Uint8Array[] = [];
  const decompressor = new Decompress((piece) => ready.push(piece.slice()));
  yield* pushed(source, 'zstd', path, (bytes, final) => {
    ready = [];
    decompressor.push(bytes, final);
    return ready;
  });
}

async function* pushed(
  source: AsyncIterable<Uint8Array>,
  name: string,
  path: string,
  push: (bytes: Uint8Array, final: boolean) => readonly Uint8Array[],
): AsyncGenerator<Uint8Array> {
  const attempt = (bytes: Uint8Array, final: boolean): readonly Uint8Array[] => {
    try {
      return push(bytes, final);
    } catch (error) {
      throw damaged(name, path, error);
    }
  };
  // Held back, since the last piece must be named as such.
  let held: Uint8Array | undefined;
  for await (const piece of source) {
    for (let at = 0; at < piece.length; at += step) {
      if (held !== undefined) yield* attempt(held, false);
      held = piece.slice(at, at + step);
    }
  }
  if (held !== undefined) yield* attempt(held, true);
}

/** Bytes of the window that the first frame asks for (RFC 8878, section 3.1.1.1); 0 where it doesn't say. */
function zstdWindow(head: Uint8Array): number {
  const [descriptor = 0, window = 0] = head.subarray(4, 6);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (isSingleSegment) return singleSegmentSize(head, descriptor);
  const base = 2 ** (10 + (window >> 3));
  return base + (base / 8) * (window & 7);
}

function singleSegmentSize(head: Uint8Array, descriptor: number): number {
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const length = [1, 2, 4, 8][descriptor >> 6] ?? 1;
  let size = 0;
  for (let index = length - 1; index >= 0; index--) size = size * 256 + (head[at + index] ?? 0);
  return size + (length === 2 ? 256 : 0);
}

function damaged(name: string, path: string, error: unknown): ImageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ImageError('malformed', `the ${name} data is damaged (${reason.replace(/\.+$/, '')})`, {
    path,
    remedy: 'It was cut short or changed on the way: fetch or make it again',
  });
}
