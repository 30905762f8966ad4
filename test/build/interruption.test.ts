/** However a build ends, the store holds only what is whole, and the next build gives the very same image. */
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/build/cache-record.ts';
import { newWorld, treeOf, type World } from './harness.ts';

const dockerfile =
  'FROM base:1 AS a\nRUN a1\nRUN --mount=type=cache,target=/c a2\nFROM base:1\nCOPY f /f\nWORKDIR /w\nCOPY --from=a /a2 /\nRUN last\n';
const options = { context: treeOf({ f: 'F' }), sourceDateEpoch: 1_600_000_000, rewriteTimestamps: true };

async function world(): Promise<World> {
  const made = await newWorld();
  made.runner.script = (command) => ({ files: { [`/${command}`]: command } });
  return made;
}

/** Calls `act` when the store is written to for the `count`th time. */
function onWrite(target: World, count: number, act: () => void): void {
  let writes = 0;
  for (const store of [target.blobs, target.cache]) {
    const put = store.put.bind(store) as (...args: unknown[]) => Promise<unknown>;
    Object.assign(store, {
      put: (...args: unknown[]) => {
        if (++writes === count) act();
        return put(...args);
      },
    });
  }
}

async function expectWhole(target: World): Promise<void> {
  for (const value of target.cache.entries.values()) {
    const record = parseRecord(value);
    if (record?.kind === 'layer') expect(await target.blobs.has(record.layer.digest)).toBe(true);
    if (record?.kind === 'alias') expect(target.cache.entries.has(record.key)).toBe(true);
  }
}

async function digestOf(target: World): Promise<string> {
  const outcome = await target.build(dockerfile, options);
  if (outcome.outcome !== 'finished') throw new Error(JSON.stringify(outcome));
  return outcome.summary.manifestDigest;
}

describe('a build that is interrupted', async () => {
  const whole = await digestOf(await world());
  const writes = Array.from({ length: 30 }, (_, index) => index + 1);

  it.each(writes)('by an abort at write %i', async (count) => {
    const target = await world();
    const abort = new AbortController();
    onWrite(target, count, () => abort.abort());
    await target.build(dockerfile, { ...options, signal: abort.signal });
    await expectWhole(target);
    expect(await digestOf(target)).toBe(whole);
  });

  it.each(writes)('by a store that refuses write %i', async (count) => {
    const target = await world();
    onWrite(target, count, () => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const outcome = await target.build(dockerfile, options);
    if (outcome.outcome === 'failed') expect(outcome.problems[0]?.code).toBe('storage-full');
    await expectWhole(target);
    expect(await digestOf(target)).toBe(whole);
  });
});
