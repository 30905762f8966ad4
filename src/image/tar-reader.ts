/**
 * Reads tar archives from bytes or from a stream of chunks: USTAR, PAX and GNU tar, as pax(1) and the GNU
 * manual describe them. Nothing is trusted: names, sizes and counts are bounded, and all errors are `ImageError`.
 */
import { type ByteString, fromBytes, toBytes } from '../filesystem/byte-string.ts';
import { ImageError } from './image-error.ts';
import {
  blockSize,
  decodeHeader,
  displayName,
  padded,
  parseDecimal,
  parseRecords,
  parseTime,
  type RawHeader,
  type TarHeader,
  type TarType,
  xattrPrefix,
} from './tar-header.ts';

export interface TarEntry extends TarHeader {
  /** Empty for all but files. May be a view of the archive's own bytes. */
  readonly content: Uint8Array;
}

/** What an archive may hold at most. */
export interface TarLimits {
  readonly entries: number;
  /** Bytes of one name or link target. */
  readonly nameLength: number;
  /** Bytes of all file contents together. */
  readonly contentSize: number;
  /** Bytes of the PAX records or the long name of one entry. */
  readonly metadataSize: number;
}

export const defaultTarLimits: TarLimits = {
  entries: 2_000_000,
  nameLength: 4096,
  contentSize: 4 * 1024 ** 3,
  metadataSize: 1024 ** 2,
};

/** How many bytes the parser wants next, or an entry it has made. */
export type TarStep =
  | { readonly want: number; readonly place: string; readonly orEnd: boolean }
  | { readonly entry: TarEntry };

/** Entries of an archive that is wholly in memory; contents are views of it. */
export function* readTar(bytes: Uint8Array, limits: TarLimits = defaultTarLimits): Generator<TarEntry> {
  const parser = parseTar(limits);
  let at = 0;
  let step = parser.next(nothing);
  while (step.done !== true) {
    if ('entry' in step.value) {
      yield step.value.entry;
      step = parser.next(nothing);
      continue;
    }
    const { want, place, orEnd } = step.value;
    const rest = bytes.length - at;
    if (rest < want && !(orEnd && rest === 0)) throw cutShort(place);
    step = parser.next(bytes.subarray(at, at + want));
    at += want;
  }
}

/** Entries of an archive that comes in chunks of any size; each content is an array of its own. */
export async function* readTarStream(
  chunks: AsyncIterable<Uint8Array>,
  limits: TarLimits = defaultTarLimits,
): AsyncGenerator<TarEntry> {
  const parser = parseTar(limits);
  const source = chunks[Symbol.asyncIterator]();
  let waiting: Uint8Array[] = [];
  let length = 0;
  let step = parser.next(nothing);
  try {
    while (step.done !== true) {
      if ('entry' in step.value) {
        yield step.value.entry;
        step = parser.next(nothing);
        continue;
      }
      const { want, place, orEnd } = step.value;
      while (length < want) {
        const chunk = await source.next();
        if (chunk.done === true) {
          if (orEnd && length === 0) break;
          throw cutShort(place);
        }
        waiting.push(chunk.value);
        length += chunk.value.length;
      }
      const joined = join(waiting, length);
      const taken = Math.min(want, length);
      waiting = [joined.subarray(taken)];
      length -= taken;
      // A copy, so that a small file doesn't keep a large chunk alive.
      step = parser.next(joined.slice(0, taken));
    }
  } finally {
    await source.return?.();
  }
}

const nothing = new Uint8Array(0);

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

export function cutShort(place: string): ImageError {
  return new ImageError('malformed', 'the tar archive ends in the middle of this entry', {
    path: place,
    remedy: 'It was cut short on the way: fetch or export it again',
  });
}

const types: Readonly<Record<string, TarType>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hard-link',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
};

/** What extension headers said about the entry that follows them. */
interface Extensions {
  records: Map<ByteString, ByteString>;
  longName?: ByteString;
  longLink?: ByteString;
}

/**
 * The parser, fed by whoever has the bytes. With `contents` apart an entry's content stays empty, and its feeder
 * leaves out the `padded(size)` bytes of it.
 */
export function* parseTar(
  limits: TarLimits,
  contents: 'whole' | 'apart' = 'whole',
): Generator<TarStep, void, Uint8Array> {
  let extensions: Extensions = { records: new Map() };
  let count = 0;
  let total = 0;
  let place = 'start of the archive';
  while (true) {
    const block = yield { want: blockSize, place, orEnd: true };
    if (block.length === 0) return;
    const raw = decodeHeader(block, place);
    if (raw === undefined) return;
    place = displayName(raw.name);
    if ('xgLK'.includes(raw.flag)) {
      const size = bounded(raw.size, limits.metadataSize, 'bytes of metadata', place);
      const data = yield* take(size, place);
      extensions = extend(extensions, raw.flag, data, place);
      continue;
    }
    const entry = makeEntry(raw, extensions, limits);
    extensions = { records: new Map() };
    place = displayName(entry.name);
    count++;
    bounded(count, limits.entries, 'entries', place);
    total += entry.size;
    bounded(total, limits.contentSize, 'bytes of content', place);
    const isTaken = contents === 'whole' && entry.size > 0;
    const content = isTaken ? yield* take(entry.size, place) : nothing;
    yield { entry: { ...entry, content } };
  }
}

function* take(size: number, place: string): Generator<TarStep, Uint8Array, Uint8Array> {
  const blocks = yield { want: padded(size), place, orEnd: false };
  return blocks.length === size ? blocks : blocks.subarray(0, size);
}

function extend(before: Extensions, flag: string, data: Uint8Array, place: string): Extensions {
  switch (flag) {
    case 'x':
      return { ...before, records: parseRecords(data, place) };
    case 'L':
      return { ...before, longName: untilNul(data) };
    case 'K':
      return { ...before, longLink: untilNul(data) };
    default:
      // Global records: container tools ignore them (git archive puts the commit there).
      parseRecords(data, place);
      return before;
  }
}

function untilNul(data: Uint8Array): ByteString {
  const end = data.indexOf(0);
  return fromBytes(end === -1 ? data : data.subarray(0, end));
}

function makeEntry(raw: RawHeader, extensions: Extensions, limits: TarLimits): TarHeader {
  const { records, longName, longLink } = extensions;
  const record = (key: ByteString): ByteString | undefined => records.get(key) || undefined;
  const name = record('path') ?? longName ?? raw.name;
  const linkName = record('linkpath') ?? longLink ?? raw.linkName;
  const path = displayName(name);
  if (raw.flag === 'S' || [...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) {
    throw new ImageError('unsupported', 'this is a sparse file, a form that layers do not use', {
      path,
      remedy: 'Make the archive again without --sparse',
    });
  }
  const named = types[raw.flag];
  if (named === undefined) {
    throw new ImageError('unsupported', `tar entries of type ${JSON.stringify(raw.flag)} are unknown here`, {
      path,
      expected: 'files, directories, links, devices or FIFOs',
    });
  }
  // Before there was a type for directories, a slash said it.
  const type = raw.flag === '\0' && name.endsWith('/') ? 'directory' : named;
  for (const text of [name, linkName]) {
    bounded(text.length, limits.nameLength, 'bytes in its name', path);
    if (text.includes('\0')) throw new ImageError('malformed', 'its name holds a NUL byte', { path });
  }
  const decimal = (key: ByteString, otherwise: number): number => {
    const value = record(key);
    return value === undefined ? otherwise : parseDecimal(key, value, path);
  };
  const mtime = record('mtime');
  const size = decimal('size', raw.size);
  for (const [what, value] of Object.entries({ size, uid: raw.uid, gid: raw.gid })) {
    if (value < 0) throw new ImageError('malformed', `its ${what} is negative`, { path });
  }
  const xattrs = xattrsOf(records);
  return {
    name,
    type,
    mode: raw.mode & 0o7777,
    uid: decimal('uid', raw.uid),
    gid: decimal('gid', raw.gid),
    size: type === 'file' ? size : 0,
    mtime: mtime === undefined ? BigInt(raw.mtime) * 1_000_000_000n : parseTime(mtime, path),
    linkName: type === 'symlink' || type === 'hard-link' ? linkName : '',
    major: type.endsWith('device') ? raw.major : 0,
    minor: type.endsWith('device') ? raw.minor : 0,
    ...(xattrs.size === 0 ? {} : { xattrs }),
  };
}

function xattrsOf(records: ReadonlyMap<ByteString, ByteString>): Map<ByteString, Uint8Array> {
  const xattrs = new Map<ByteString, Uint8Array>();
  for (const [key, value] of records) {
    if (key.startsWith(xattrPrefix)) xattrs.set(key.slice(xattrPrefix.length), toBytes(value));
  }
  return xattrs;
}

function bounded(value: number, limit: number, what: string, path: string): number {
  if (value > limit) {
    throw new ImageError('limit', `the archive has too many ${what} here (${value})`, {
      path,
      expected: `at most ${limit}`,
    });
  }
  if (value < 0) throw new ImageError('malformed', 'its size is negative', { path });
  return value;
}
