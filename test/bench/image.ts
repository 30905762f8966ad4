/** How fast layers, trees and digests are: a filesystem of 20,000 small files, and one large file. */

import { useNodeGunzip } from '../../src/cli/node-gunzip.ts';
import { useNodeHash } from '../../src/cli/node-hash.ts';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree, type FileNode } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { loadDigester, sha256 } from '../../src/image/digest.ts';
import { applyLayer, applyLayerStream } from '../../src/image/layer-reader.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { medianTime } from './median.ts';

const files = 20_000;
const megabytes = 64;
const runs = 7;

export async function run(): Promise<void> {
  const builder = new TreeBuilder(emptyTree);
  for (let at = 0; at < files; at++) builder.put(pathOf(at), file(at));
  const tree = builder.finish();
  const layer = writeLayer(diff(emptyTree, tree));
  const unpacked = applyLayer(emptyTree, layer);
  const edit = new TreeBuilder(unpacked);
  edit.put(pathOf(7), file(8));
  const edited = edit.finish();

  const figures: readonly (readonly [string, () => unknown])[] = [
    [`diff of ${files} new files`, () => diff(emptyTree, tree)],
    [`write ${files} files as a layer`, () => writeLayer(diff(emptyTree, tree))],
    [`apply a layer of ${files} files`, () => applyLayer(emptyTree, layer)],
    ['the same in chunks of 64 KiB', () => applyLayerStream(emptyTree, chunks(layer))],
    ['diff after one change, trees shared', () => diff(unpacked, edited)],
    [`diff of ${files} equal files, nothing shared`, () => diff(unpacked, tree)],
  ];
  for (const [name, work] of figures) print(name, await medianTime(runs, work));

  const large = new Uint8Array(megabytes * 1024 ** 2).map((_, at) => at);
  const perSecond = (megabytes * 1000) / (await medianTime(runs, () => sha256(large)));
  console.log(`${'sha256'.padEnd(44)}${perSecond.toFixed(0).padStart(9)} MiB/s`);
  const compiled = await loadDigester();
  useNodeGunzip();
  useNodeHash();
  const byNode = (megabytes * 1000) / (await medianTime(runs, () => sha256(large)));
  console.log(`${'sha256 by Node, on the command line'.padEnd(44)}${byNode.toFixed(0).padStart(9)} MiB/s`);
  const contents = Array.from({ length: files }, (_, at) => file(at).content);
  const own = await loadDigester();
  for (const [by, digester] of [
    ['', compiled],
    [' by Node', own],
  ] as const) {
    const name = `sha256 of ${files} small files${by}`;
    print(name, await medianTime(runs, () => contents.map((one) => digester.digest(one))));
  }
}

function print(name: string, milliseconds: number): void {
  console.log(`${name.padEnd(44)}${milliseconds.toFixed(2).padStart(9)} ms`);
}

const pathOf = (at: number): string => `/usr/lib/package${at % 400}/directory${at % 3}/file${at}.js`;

function file(at: number): FileNode {
  const content = new TextEncoder().encode(`export const value${at} = ${at};\n`.repeat(1 + (at % 30)));
  return { type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0n, content, links: 1 };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.slice(at, at + 65_536);
}
