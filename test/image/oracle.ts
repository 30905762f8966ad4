/** What Docker 28.5.2 made of the oracle's Dockerfiles, where the oracle is there (`../shared/oracle`). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { toText } from '../../src/filesystem/byte-string.ts';
import { readTar } from '../../src/image/tar-reader.ts';

const oracle = fileURLToPath(new URL('../../../shared/oracle/', import.meta.url));

export const oracleIsHere = existsSync(`${oracle}cases`);
export const whyNoOracle = 'skipped: ../shared/oracle is not beside the repository';

export interface OracleTarget {
  /** `06-workdir/repro-w`. */
  readonly name: string;
  readonly manifest: string;
  readonly config: string;
  /** The tars over the base layer, in order. */
  readonly layers: readonly Uint8Array[];
}

export function oracleTargets(): OracleTarget[] {
  if (!oracleIsHere) return [];
  return readdirSync(`${oracle}cases`)
    .sort()
    .flatMap((name) =>
      readdirSync(`${oracle}cases/${name}`)
        .filter((folder) => folder.startsWith('repro'))
        .sort()
        .map((folder) => readTarget(`${name}/${folder}`)),
    );
}

function readTarget(name: string): OracleTarget {
  const read = (file: string) => readFileSync(`${oracle}cases/${name}/${file}`);
  return {
    name,
    manifest: read('manifest.json').toString(),
    config: read('config.json').toString(),
    layers: [...readTar(gunzipSync(read('layers.tar.gz')))]
      .filter((entry) => entry.type === 'file')
      .map((entry) => entry.content),
  };
}

/** A file of the oracle's `base/`. */
export function oracleBase(file: 'busybox-docker.tar' | 'busybox-oci.tar'): Uint8Array {
  return new Uint8Array(readFileSync(`${oracle}base/${file}`));
}

/** The base image's one layer. */
export function oracleBaseLayer(): Uint8Array {
  const files = [...readTar(oracleBase('busybox-docker.tar'))];
  const layer = files.find((file) => toText(file.name).endsWith('layer.tar') && file.type === 'file');
  const blob = layer ?? files.reduce((a, b) => (a.size > b.size ? a : b));
  return blob.content;
}

/** The build context of a case, as a tar. */
export function oracleContext(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${oracle}cases/${name}/context.tar`));
}
