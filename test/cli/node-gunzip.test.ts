/** What comes out of gzip files that are whole, several, cut short, changed, or followed by something else. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useNodeGunzip } from '../../src/cli/node-gunzip.ts';
import { decompressStream } from '../../src/image/decompress-stream.ts';
import { gunzip } from '../../src/image/gunzip.ts';

const sample = Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * at) >> 7));
const packed = gzipSync(sample);

async function unpack(bytes: Uint8Array): Promise<string> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of gunzip([bytes], () => 'damaged')) pieces.push(piece);
  } catch (error) {
    return String(error);
  }
  return Buffer.concat(pieces).toString('base64');
}

function inputs(): fc.Arbitrary<Uint8Array> {
  const changed = fc.tuple(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, flip]) => {
    const bytes = Uint8Array.from(packed);
    bytes[at] = (bytes[at] ?? 0) ^ flip;
    return bytes;
  });
  const cut = fc.nat(packed.length).map((at) => packed.subarray(0, at));
  const whole = fc.uint8Array({ maxLength: 300 }).map((bytes) => gzipSync(bytes));
  const followed = fc
    .tuple(whole, fc.oneof(whole, fc.constant(Buffer.from('more')), fc.constant(Buffer.alloc(512))))
    .map((both) => Buffer.concat(both));
  return fc.oneof(changed, cut, whole, followed);
}

/** How many pieces were asked for. */
function counted(pieces: readonly Uint8Array[]) {
  const asked = { count: 0, isClosed: false };
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (const piece of pieces) {
        asked.count++;
        yield piece;
      }
    } finally {
      asked.isClosed = true;
    }
  }
  return { asked, source };
}

describe("Node's own decompressor", () => {
  it('gives what the platform’s gives, also for what is damaged', async () => {
    const given = fc.sample(inputs(), { numRuns: 150, seed: 1 });
    const platform: string[] = [];
    for (const bytes of given) platform.push(await unpack(bytes));
    useNodeGunzip();
    for (const [at, bytes] of given.entries()) expect(await unpack(bytes)).toBe(platform[at]);
    expect(new Set(platform).size).toBeGreaterThan(20);
    expect(platform).toContain('damaged');
    expect(await unpack(packed)).toBe(sample.toString('base64'));
  });

  it('reads no more of its source than its output is taken', async () => {
    useNodeGunzip();
    const bomb = gzipSync(new Uint8Array(64 * 1024 ** 2));
    const pieces = Array.from({ length: Math.ceil(bomb.length / 1024) }, (_, at) =>
      bomb.subarray(at * 1024, (at + 1) * 1024),
    );
    const { asked, source } = counted(pieces);
    const stream = gunzip(source(), () => 'damaged');
    await stream.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(asked.count).toBeLessThan(5);
    await stream.return(undefined);
    expect(asked.isClosed).toBe(true);
    const limited = decompressStream(counted(pieces).source(), { path: 'bomb', limit: 1_000_000 });
    await expect(
      (async () => {
        for await (const _ of limited);
      })(),
    ).rejects.toMatchObject({ code: 'limit', path: 'bomb' });
  });

  it('lets errors of its source through', async () => {
    useNodeGunzip();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield packed.subarray(0, 100);
      throw new Error('connection lost');
    }
    await expect(
      (async () => {
        for await (const _ of gunzip(broken(), () => 'damaged'));
      })(),
    ).rejects.toThrow('connection lost');
  });
});
