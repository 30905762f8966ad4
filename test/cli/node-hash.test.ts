import fc from 'fast-check';
import { expect, it } from 'vitest';
import { useNodeHash } from '../../src/cli/node-hash.ts';
import { loadDigester, sha256, startDigest } from '../../src/image/digest.ts';

it("Node's digests are WebAssembly's, of bytes, of pieces and of streams side by side", async () => {
  const compiled = await loadDigester();
  useNodeHash();
  const own = await loadDigester();
  expect(own).not.toBe(compiled);
  const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(pieces, pieces, async (one, two) => {
      expect(own.digest(...one)).toBe(compiled.digest(...one));
      expect(await sha256(Buffer.concat(two))).toBe(compiled.digest(...two));
      const [first, second] = [await startDigest(), await startDigest()];
      for (const piece of one) first.update(piece);
      for (const piece of two) second.update(piece);
      expect([first.finish(), second.finish()]).toEqual([compiled.digest(...one), compiled.digest(...two)]);
    }),
  );
});
