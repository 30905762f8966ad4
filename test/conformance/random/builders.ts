/**
 * A project laid in a folder, and built there by us and by the real BuildKit: the Docker with the containerd image store
 * that DRYDOCK_DOCKER names, as the bench of builds has it.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { baseContext, runCli } from '../run-cli.ts';
import type { RandomProject } from './random-project.ts';

const epoch = '1700000000';
const { DRYDOCK_DOCKER = '', DRYDOCK_DOCKER_ROOT: root = '' } = process.env;
const [program = '', ...first] = DRYDOCK_DOCKER.split(' ');
const output = 'type=oci,dest=-,rewrite-timestamp=true';

/** The archive of an image, or the error's line; and the plain progress. */
export type Outcome = { readonly progress: string } & (
  | { readonly archive: Uint8Array }
  | { readonly error: string }
);

export interface Both {
  readonly theirs: Outcome;
  readonly ours: Outcome;
}

export const hasDocker = program !== '';

/** Gives Docker the base image of the projects. */
export function loadBase(): void {
  const path = fileURLToPath(new URL('../oracle/base/busybox-docker.tar.gz', import.meta.url));
  spawnSync(program, [...first, 'load'], { input: gunzipSync(readFileSync(path)) });
}

export class BuildPlace {
  readonly #folder = mkdtempSync(join(root, '/tmp/drydock-random-'));

  /** Takes the place of what was laid before. */
  lay({ dockerfile, context }: RandomProject): void {
    rmSync(this.#context, { recursive: true, force: true });
    mkdirSync(this.#context);
    writeFileSync(join(this.#folder, 'Dockerfile'), dockerfile);
    for (const { path, type, mode, content } of context) {
      const at = join(this.#context, path);
      if (type === 'directory') mkdirSync(at);
      else if (type === 'symlink') symlinkSync(content, at);
      else writeFileSync(at, content);
      if (type !== 'symlink') chmodSync(at, mode);
    }
    for (const { path, mtime } of [...context].reverse())
      lutimesSync(join(this.#context, path), mtime, mtime);
    lutimesSync(this.#context, 1_600_000_000, 1_600_000_000);
  }

  /** `options`: of both; `--no-cache` makes BuildKit forget what it built for others. */
  async build({ options }: RandomProject): Promise<Both> {
    return { theirs: this.#buildThere(options), ours: await this.#buildHere(options) };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** BuildKit takes two contexts of one name for two states of one folder, and compares times but not bytes. */
  get #context(): string {
    return join(this.#folder, `context-${basename(this.#folder)}`);
  }

  async #buildHere(options: readonly string[]): Promise<Outcome> {
    const { exitCode, standardOutput, standardError } = await runCli(
      [
        ...['build', '--build-context', baseContext, '--cache-dir', join(this.#folder, 'cache'), ...options],
        ...['--output', output, '--file', join(this.#folder, 'Dockerfile'), this.#context],
      ],
      { environment: { SOURCE_DATE_EPOCH: epoch } },
    );
    return exitCode === 0
      ? { archive: standardOutput, progress: standardError }
      : { error: errorIn(standardError), progress: standardError };
  }

  #buildThere(options: readonly string[]): Outcome {
    const seen = (path: string): string => path.slice(root.length);
    const { status, stdout, stderr } = spawnSync(
      program,
      [
        ...[
          ...first,
          'buildx',
          'build',
          '--network=none',
          '--provenance=false',
          '--progress=plain',
          ...options,
        ],
        ...['--output', `${output},compression=uncompressed`],
        ...['--file', seen(join(this.#folder, 'Dockerfile')), seen(this.#context)],
      ],
      { env: { ...process.env, SOURCE_DATE_EPOCH: epoch }, maxBuffer: 2 ** 28 },
    );
    const progress = stderr.toString();
    return status === 0 ? { archive: stdout, progress } : { error: errorIn(progress), progress };
  }
}

/** Without what is another each time: BuildKit's names of its snapshots, and where it mounts them. */
function errorIn(text: string): string {
  const error = /^ERROR: (.*)$/m.exec(text)?.[1] ?? text;
  return error
    .replace(/ref \w+::\w+:/, 'ref:')
    .replace(/\/\S*\/(?:cachemounts\/buildkit\d+|tmp\/buildkit-mount\d+\/|snapshots\/\d+\/fs)/, '');
}
