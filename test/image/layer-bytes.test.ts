import { describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { sha256 } from '../../src/image/digest.ts';
import { applyLayer } from '../../src/image/layer-reader.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { oracleBaseLayer, oracleTargets } from './oracle.ts';

describe('layers of Docker 28.5.2', () => {
  const targets = oracleTargets();

  it('come from all 20 targets', () => {
    expect(targets).toHaveLength(20);
  });

  it.each(targets)('$name: unpacked, diffed and written again give the same bytes', async (target) => {
    let tree = applyLayer(emptyTree, oracleBaseLayer());
    const diffIds = JSON.parse(target.config).rootfs.diff_ids.slice(1);
    expect(target.layers).toHaveLength(diffIds.length);
    for (const [at, layer] of target.layers.entries()) {
      const next = applyLayer(tree, layer);
      const written = writeLayer(diff(tree, next), { sourceDateEpoch: 1_700_000_000 });
      expect(Buffer.compare(written, layer), `layer ${at + 1}`).toBe(0);
      expect(await sha256(written)).toBe(diffIds[at]);
      tree = next;
    }
  });
});
