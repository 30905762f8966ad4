/**
 * Recognises how bytes are compressed by their first bytes, as Docker does, and decompresses them with a bound
 * on what comes out: a few kilobytes can hold gigabytes.
 */
import { Gunzip } from 'fflate';
import { Decompress } from 'fzstd';
import { bunzip2 } from './bzip2.ts';
import { gunzip } from './gunzip.ts';
import { ImageError } from './image-error.ts';
import { concatenate } from './layer-writer.ts';

export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** `none` for all that is not known. */
export function detectCompression(bytes: Uint8Array): Compression {
  const found = magics.find(([, magic]) => magic.every((byte, at) => bytes[at] === byte));
  return found?.[0] ?? 'none';
}

export interface DecompressOptions {
  /** How an error calls the file. */
  readonly path: string;
  /** Bytes that may come out at most. */
  readonly limit?: number;
}

/** As much as the largest array of bytes that all browsers can make. */
export const defaultDecompressedLimit = 2 * 1024 ** 3 - 1;

/**
 * The bytes, decompressed by whatever they are compressed with; uncompressed ones are answered as they are.
 * @throws ImageError `malformed` or `limit`.
 */
export async function decompress(bytes: Uint8Array, options: DecompressOptions): Promise<Uint8Array> {
  const { path, limit = defaultDecompressedLimit } = options;
  const compression = detectCompression(bytes);
  if (compression === 'none') return bytes;
  try {
    return await collectPieces(piecesOf(bytes, compression, path), path, limit);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    const members = compression === 'gzip' ? gzipMembers(bytes, path, limit) : [];
    if (members.length > 1) return decompressMembers(members, path, limit);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImageError('malformed', `the ${compression} data is damaged (${reason.replace(/\.+$/, '')})`, {
      path,
      remedy: 'It was cut short or changed on the way: fetch or make it again',
    });
  }
}

async function collectPieces(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  path: string,
  limit: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > limit) throw tooMuch(path, limit);
    pieces.push(piece);
  }
  return concatenate(pieces);
}

function tooMuch(path: string, limit: number): ImageError {
  return new ImageError('limit', 'holds too much once it is decompressed', {
    path,
    expected: `at most ${limit} bytes`,
  });
}

/**
 * The gzip files that are one after the other in the bytes, as eStargz and some parallel compressors make them:
 * browsers' own decompressors refuse more than one. Empty where they can't be told apart.
 */
function gzipMembers(bytes: Uint8Array, path: string, limit: number): Uint8Array[] {
  const starts = [0];
  let size = 0;
  // It only finds the places: it doesn't verify checksums, so what it decompresses is not used.
  const gunzip = new Gunzip((piece) => {
    size += piece.length;
    if (size > limit) throw tooMuch(path, limit);
  });
  gunzip.onmember = (start) => starts.push(start);
  try {
    for (let at = 0; at < bytes.length; at += step) {
      gunzip.push(bytes.slice(at, at + step), at + step >= bytes.length);
    }
  } catch (error) {
    if (error instanceof ImageError) throw error;
    return [];
  }
  return starts.map((start, at) => bytes.subarray(start, starts[at + 1]));
}

async function decompressMembers(
  members: readonly Uint8Array[],
  path: string,
  limit: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let left = limit;
  for (const member of members) {
    const piece = await decompress(member, { path, limit: left });
    left -= piece.length;
    pieces.push(piece);
  }
  return concatenate(pieces);
}

function piecesOf(
  bytes: Uint8Array,
  compression: Exclude<Compression, 'none'>,
  path: string,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  switch (compression) {
    case 'gzip':
      return gunzip([bytes], (error) => error);
    case 'zstd':
      return unzstd(bytes);
    case 'bzip2':
      return bunzip2(bytes, path);
    case 'xz':
      return unxz(bytes);
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  // The copy is for the type alone where the bytes are not shared, and a Blob makes one anyway.
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
}

async function* read(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Safari's streams can't be iterated.
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Bytes that go into a decompressor before what came out is counted. */
const step = 64 * 1024;

function* unzstd(bytes: Uint8Array): Generator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const decompressor = new Decompress((piece) => ready.push(piece.slice()));
  for (let at = 0; at < bytes.length; at += step) {
    decompressor.push(bytes.slice(at, at + step), at + step >= bytes.length);
    yield* ready;
    ready = [];
  }
}

/** Loaded when it is needed: 20 kB that most builds never use. */
async function* unxz(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const module: XzModule = await import('xz-decompress');
  const Stream = module.XzReadableStream ?? module.default?.XzReadableStream;
  if (Stream === undefined) throw new Error('the decompressor can not be loaded');
  for await (const piece of read(new Stream(streamOf(bytes)))) {
    // It hands out views of its WebAssembly memory.
    yield piece.slice();
  }
}

/** A CommonJS module: where its export is found depends on who loads it. */
interface XzModule {
  readonly XzReadableStream?: XzStream;
  readonly default?: { readonly XzReadableStream?: XzStream };
}

type XzStream = new (compressed: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;
