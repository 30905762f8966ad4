import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompress, detectCompression } from '../../src/image/compression.ts';
import { ImageError } from '../../src/image/image-error.ts';

const programs = [
  ['gzip', 'gzip'],
  ['bzip2', 'bzip2'],
  ['xz', 'xz'],
  ['zstd', 'zstd'],
] as const;
const isHere = (program: string) => spawnSync(program, ['--version']).status === 0;

const compress = (program: string, bytes: Uint8Array, ...flags: string[]) =>
  new Uint8Array(execFileSync(program, ['-c', ...flags], { input: bytes, maxBuffer: 1e9 }));

/** Runs of all lengths around bzip2's four, text, and bytes that don't compress. */
const sample = Uint8Array.from({ length: 400_000 }, (_, at) =>
  at % 7 === 0 ? at >> 3 : at % 1000 < 300 ? 0x61 : (at * at) >> 5,
);

// "hello, dry dock\n" as bzip2 -9 writes it: for machines without bzip2.
const bzipped = 'QlpoOTFBWSZTWZtjF3oAAARRgAAQQAQOTJAgIAAxA0DQGgA0X0ESNq9II7xdyRThQkJtjF3o';

describe.each(programs)('%s', (compression, program) => {
  const skipped = !isHere(program);

  it.skipIf(skipped)(`is recognised and decompressed (skipped where ${program} is missing)`, async () => {
    for (const bytes of [sample, sample.subarray(0, 1), new Uint8Array(3_000_000)]) {
      const packed = compress(program, bytes);
      expect(detectCompression(packed)).toBe(compression);
      const unpacked = await decompress(packed, { path: 'x' });
      expect(Buffer.compare(unpacked, bytes)).toBe(0);
    }
  });

  it.skipIf(skipped)('is given up when more comes out than may', async () => {
    const packed = compress(program, new Uint8Array(3_000_000));
    await expect(decompress(packed, { path: 'bomb', limit: 100_000 })).rejects.toMatchObject({
      code: 'limit',
      path: 'bomb',
    });
  });

  it.skipIf(skipped)(
    'that is cut short or changed is an error with its path, never wrong bytes',
    async () => {
      // zstd without its checksum can't know of a changed byte.
      const packed = compress(program, sample.subarray(0, 20_000));
      await expect(decompress(packed.subarray(0, packed.length >> 1), { path: 'cut' })).rejects.toMatchObject(
        {
          name: 'ImageError',
          path: 'cut',
        },
      );
      await fc.assert(
        fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
          const changed = packed.slice();
          changed[at] = (changed[at] ?? 0) ^ flip;
          const outcome = await decompress(changed, { path: 'changed', limit: 1_000_000 }).catch(
            (error) => error,
          );
          if (!(outcome instanceof Uint8Array)) expect(outcome).toBeInstanceOf(ImageError);
        }),
        { numRuns: 40 },
      );
    },
  );
});

describe('bzip2 of several streams', () => {
  it('is read as one', async () => {
    const one = Uint8Array.from(Buffer.from(bzipped, 'base64'));
    const two = Uint8Array.from([...one, ...one]);
    expect(new TextDecoder().decode(await decompress(one, { path: 'x' }))).toBe('hello, dry dock\n');
    expect(new TextDecoder().decode(await decompress(two, { path: 'x' }))).toBe(
      'hello, dry dock\n'.repeat(2),
    );
  });
});

describe('bytes that are not compressed', () => {
  it('stay the very same', async () => {
    const bytes = new TextEncoder().encode('plain');
    expect(await decompress(bytes, { path: 'x' })).toBe(bytes);
  });
});
