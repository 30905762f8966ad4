/**
 * Walks a tar archive that may be larger than memory: headers one after the other, contents only when they are
 * asked for. Compressed archives are decompressed on the way (gzip, zstd).
 */
import { ByteReader, type ByteSource } from './byte-source.ts';
import { type Compression, detectCompression } from './compression.ts';
import { decompressStream } from './decompress-stream.ts';
import { ImageError } from './image-error.ts';
import { padded, type TarHeader } from './tar-header.ts';
import { cutShort, defaultTarLimits, parseTar, type TarLimits } from './tar-reader.ts';

export interface TarMember {
  readonly header: TarHeader;
  /** Where its content begins in the uncompressed archive, bytes. */
  readonly offset: number;
  /** The content, once, before the next member is asked for. */
  content(): AsyncIterable<Uint8Array>;
}

/** Bytes of an uncompressed archive. */
const largestArchive = 16 * 1024 ** 3;

const walkLimits: TarLimits = { ...defaultTarLimits, contentSize: largestArchive };

/** How the source is compressed, by its first bytes. */
export async function compressionOf(source: ByteSource): Promise<Compression> {
  for await (const piece of source.stream(0, 16)) return detectCompression(piece);
  return 'none';
}

/**
 * The uncompressed bytes, from their beginning. `members`: gzip files in a row, which browsers refuse.
 * @throws ImageError
 */
export async function* uncompressed(
  source: ByteSource,
  { members = false, limit = largestArchive }: { readonly members?: boolean; readonly limit?: number } = {},
): AsyncGenerator<Uint8Array> {
  const compression = await compressionOf(source);
  if (compression === 'bzip2' || compression === 'xz') {
    throw new ImageError('unsupported', `is compressed with ${compression}`, {
      path: source.name,
      expected: 'a tar archive, plain or compressed with gzip or zstd',
      remedy: `Decompress it first: ${compression === 'xz' ? 'xz' : 'bzip2'} -dk ${source.name}`,
    });
  }
  yield* decompressStream(source.stream(), { path: source.name, limit, members });
}

/**
 * The archive's members in order.
 * @throws ImageError when it is damaged or too large.
 */
export async function* walkTar(source: ByteSource, members = false): AsyncGenerator<TarMember> {
  const isPlain = (await compressionOf(source)) === 'none';
  const open = (start: number) => (isPlain ? source.stream(start) : uncompressed(source, { members }));
  const reader = new ByteReader(open, isPlain);
  const parser = parseTar(walkLimits, 'apart');
  let step = parser.next(new Uint8Array(0));
  try {
    while (step.done !== true) {
      if ('entry' in step.value) {
        yield* member(step.value.entry, reader, isPlain ? source.size : undefined);
        step = parser.next(new Uint8Array(0));
        continue;
      }
      const { want, place, orEnd } = step.value;
      const bytes = await reader.read(want);
      if (bytes.length < want && !(orEnd && bytes.length === 0)) throw cutShort(place);
      step = parser.next(bytes);
    }
  } finally {
    await reader.close();
  }
}

/** Yields the member, and goes to its end when the next one is wanted. `size`: of the archive where it is known. */
async function* member(
  header: TarHeader,
  reader: ByteReader,
  size: number | undefined,
): AsyncGenerator<TarMember> {
  const offset = reader.position;
  const end = offset + padded(header.size);
  if (size !== undefined && offset + header.size > size) throw cutShort(header.name);
  yield {
    header,
    offset,
    content: async function* () {
      yield* reader.pieces(header.size);
      if (reader.position !== offset + header.size) throw cutShort(header.name);
    },
  };
  await reader.skip(end - reader.position);
}
