/**
 * Whole builds against Docker 28.5.2: the same Dockerfile, context and base give the same config, manifest and
 * layers, byte for byte. The commands of RUN are not run: Docker's own layer is laid over the tree instead.
 */

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadedBase } from '../../src/build/resolve-images.ts';
import { parseIgnoreFile } from '../../src/dockerfile/ignore.ts';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { type DirectoryNode, emptyTree } from '../../src/filesystem/tree.ts';
import { makeManifest } from '../../src/image/image.ts';
import { tarFiles } from '../../src/image/image-files.ts';
import { importImage } from '../../src/image/image-import.ts';
import { applyLayer } from '../../src/image/layer-reader.ts';
import {
  oracleCases as cases,
  type OracleTarget,
  oracleBase,
  oracleContext,
  oracleTargets,
} from '../image/oracle.ts';
import { contextOf } from './copy/replay.ts';
import { fileNode, type Played, World } from './harness.ts';

const epoch = 1_700_000_000;

const now = BigInt(epoch) * 1_000_000_000n;
const directory = (mode: number, id = 0): DirectoryNode => ({
  ...{ type: 'directory', mode, uid: id, gid: id, mtime: now, entries: new Map() },
});

/** What commands of stages do whose layers the oracle doesn't have, by how they begin. */
const otherStages: Readonly<Record<string, Played>> = {
  'mkdir -p /out/sub': {
    edit: (builder) => {
      builder.put('/out/bin', { ...fileNode('built\n', { mode: 0o4755, mtime: epoch }), uid: 1000, gid: 50 });
      builder.link('/out/hard', '/out/bin');
      builder.put('/out/ln', {
        type: 'symlink',
        target: 'bin',
        mode: 0o777,
        uid: 0,
        gid: 0,
        mtime: now,
        links: 1,
      });
      builder.put('/out/sub/x', fileNode('x\n', { mtime: epoch }));
      builder.putDirectory('/out/sub', directory(0o700, 65534));
      builder.putDirectory('/out', directory(0o755));
    },
  },
  'mkdir /o &&': {
    edit: (builder) => {
      builder.put('/o/x', fileNode('from-src\n', { mtime: epoch }));
      builder.putDirectory('/o', directory(0o755));
    },
  },
};

/** Docker had no xz on that machine and copied the archive as it is: this layer is not comparable. */
const xzCase = { name: '07-add-tar/expected', layer: 3 };

/** Layers of the RUNs of one case, by their line of history. */
function runLayers(name: string): (words: readonly string[]) => Uint8Array | undefined {
  const runs = oracleTargets()
    .filter((target) => target.name.startsWith(`${name}/`))
    .flatMap(({ config, layers }) => {
      const { history }: { history: { created_by: string; empty_layer?: boolean }[] } = JSON.parse(config);
      return history
        .filter((entry) => !entry.empty_layer)
        .slice(1)
        .map(({ created_by: text }, index) => ({ text, layer: layers[index] }));
    })
    .filter(({ text }) => text.startsWith('RUN '));
  return (words) => {
    const at = runs.findIndex(({ text }) => text.endsWith(`${words.join(' ')} # buildkit`));
    return at < 0 ? undefined : runs.splice(at, 1)[0]?.layer;
  };
}

async function buildTarget(target: OracleTarget) {
  const [name = '', folder = ''] = target.name.split('/');
  const stage = folder.replace(/^expected-?/, '');
  const world = new World();
  const base = await importImage(await tarFiles(oracleBase(), 'base'), world.blobs, {
    platform: { os: 'linux', architecture: 'amd64' },
  });
  world.images.set('spike/base:1', loadedBase(base));
  world.runner.layer = runLayers(name);
  world.runner.script = (command) =>
    Object.entries(otherStages).find(([beginning]) => command.startsWith(beginning))?.[1];
  const context = contextOf(name);
  const ignoreFile = nodeAt(applyLayer(emptyTree, oracleContext(name)), '/context/.dockerignore');
  const ignore =
    ignoreFile?.type === 'file' ? parseIgnoreFile(new TextDecoder().decode(ignoreFile.content)) : undefined;
  const args = existsSync(`${cases}${name}/args`) ? readFileSync(`${cases}${name}/args`, 'utf8') : '';
  const outcome = await world.build(readFileSync(`${cases}${name}/Dockerfile`, 'utf8'), {
    context,
    ...(ignore === undefined ? {} : { ignore }),
    ...(stage === '' ? {} : { target: stage }),
    buildArgs: new Map(
      args
        .split('\n')
        .filter((line) => line !== '')
        .map((line): [string, string] => [
          line.slice(0, line.indexOf('=')),
          line.slice(line.indexOf('=') + 1),
        ]),
    ),
    sourceDateEpoch: epoch,
    rewriteTimestamps: true,
  });
  return { outcome, world, expected: `${cases}${name}/${folder}` };
}

describe('a build as Docker does it', () => {
  for (const target of oracleTargets()) {
    it(`${target.name}: the same config, manifest and layers`, async () => {
      const { outcome } = await buildTarget(target);
      if (outcome.outcome !== 'finished') throw new Error(JSON.stringify(outcome, undefined, 1));
      const { image } = outcome;
      const text = new TextDecoder().decode(image.configBytes);
      if (target.name === xzCase.name) {
        const ours = JSON.parse(text);
        ours.rootfs.diff_ids[xzCase.layer] = JSON.parse(target.config).rootfs.diff_ids[xzCase.layer];
        expect(ours).toEqual(JSON.parse(target.config));
        return;
      }
      expect(JSON.parse(text)).toEqual(JSON.parse(target.config));
      expect(text).toBe(target.config);
      expect(new TextDecoder().decode((await makeManifest(image)).bytes)).toBe(target.manifest);
    });

    it(`${target.name}: the same names of steps`, async () => {
      const { world, expected } = await buildTarget(target);
      const shown = [...readFileSync(`${expected}/steps.txt`, 'utf8').split('\n').filter(Boolean)];
      const labels = world.steps
        .map(({ label }) => label)
        .filter((label) => label !== '' && !/\] FROM /.test(label));
      for (const label of new Set(shown)) expect(labels).toContain(label);
    });
  }
});
