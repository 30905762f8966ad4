/** An image of 300 MB in 20,000 files, like that of a language's runtime: made of words, so that it packs as programs do. */
import { diff } from '../../../src/filesystem/diff.ts';
import { emptyTree } from '../../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../../src/filesystem/tree-builder.ts';
import { writeLayer } from '../../../src/image/layer-writer.ts';

/** Files and bytes of each layer. */
const layers: readonly { readonly folder: string; readonly files: number; readonly size: number }[] = [
  { folder: '/usr/lib', files: 3000, size: 80e6 },
  { folder: '/usr/share', files: 7000, size: 50e6 },
  { folder: '/usr/local/lib/modules', files: 9000, size: 70e6 },
  { folder: '/usr/local/bin', files: 10, size: 90e6 },
  { folder: '/app', files: 990, size: 10e6 },
];

export const imageFiles = layers.reduce((sum, { files }) => sum + files, 0);

/** The layers' tars, the same in every run. */
export function* imageLayers(): Generator<Uint8Array> {
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  // Words of four bytes, some of them far more often than others.
  const words = Uint32Array.from({ length: 4096 }, () => random(2 ** 32));
  for (const { folder, files, size } of layers) {
    const builder = new TreeBuilder(emptyTree);
    for (let at = 0; at < files; at++) {
      const length = Math.max(4, Math.floor((size / files) * (0.1 + random(180) / 100))) & ~3;
      const content = new Uint32Array(length / 4);
      for (let word = 0; word < content.length; word++) {
        content[word] = words[random(random(4) === 0 ? 4096 : 24)] ?? 0;
      }
      builder.put(`${folder}/package${at % 211}/directory${at % 7}/file${at}.js`, {
        type: 'file',
        mode: 0o644,
        uid: 0,
        gid: 0,
        mtime: 1_700_000_000_000_000_000n,
        content: new Uint8Array(content.buffer),
        links: 1,
      });
    }
    yield writeLayer(diff(emptyTree, builder.finish()));
  }
}
