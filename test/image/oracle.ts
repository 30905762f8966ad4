/** What Docker 28.5.2 made of the recorded Dockerfiles: the fixtures of `test/conformance/oracle`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { toText } from '../../src/filesystem/byte-string.ts';
import { readTar } from '../../src/image/tar-reader.ts';

/** Ends in a slash. */
export const oracleCases = fileURLToPath(new URL('../conformance/oracle/', import.meta.url));

export interface OracleTarget {
  /** `06-workdir/expected-w`. */
  readonly name: string;
  readonly manifest: string;
  readonly config: string;
  /** The tars over the base layer, in order. */
  readonly layers: readonly Uint8Array[];
}

/** The cases whose layers are stored whole. */
export function oracleCaseNames(): string[] {
  return readdirSync(oracleCases)
    .filter((name) => existsSync(`${oracleCases}${name}/Dockerfile`))
    .filter((name) => readdirSync(`${oracleCases}${name}`).some((folder) => isWhole(`${name}/${folder}`)))
    .sort();
}

export function oracleTargets(): OracleTarget[] {
  return oracleCaseNames().flatMap((name) =>
    readdirSync(`${oracleCases}${name}`)
      .filter((folder) => folder.startsWith('expected'))
      .sort()
      .map((folder) => readTarget(`${name}/${folder}`)),
  );
}

const isWhole = (expected: string): boolean => existsSync(`${oracleCases}${expected}/layers.tar.gz`);

function readTarget(name: string): OracleTarget {
  const read = (file: string) => readFileSync(`${oracleCases}${name}/${file}`);
  return {
    name,
    manifest: read('manifest.json').toString(),
    config: read('config.json').toString(),
    layers: [...readTar(gunzipSync(read('layers.tar.gz')))]
      .filter((entry) => entry.type === 'file')
      .map((entry) => entry.content),
  };
}

/** The base image of all of them, as `docker save` writes it. */
export function oracleBase(): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(`${oracleCases}base/busybox-docker.tar.gz`)));
}

/** The base image's one layer. */
export function oracleBaseLayer(): Uint8Array {
  const files = [...readTar(oracleBase())];
  const layer = files.find((file) => toText(file.name).endsWith('layer.tar') && file.type === 'file');
  const blob = layer ?? files.reduce((a, b) => (a.size > b.size ? a : b));
  return blob.content;
}

/** The build context of a case, as a tar. */
export function oracleContext(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${oracleCases}${name}/context.tar`));
}
