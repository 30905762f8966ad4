/** Runs the command line in this process, with folders of its own that are removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { fetchUrlWith } from '../../src/build/download.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { HostTerminal } from '../../src/cli/host.ts';
import { lazyRunner } from '../../src/cli/lazy-runner.ts';
import { makeSandbox, readPackagedFile } from '../../src/cli/packaged-files.ts';

export interface CliResult {
  readonly exitCode: number;
  readonly standardOutput: Uint8Array;
  readonly standardError: string;
}

/** `--build-context` for the base image of the recordings. */
export const baseContext = `spike/base:1=docker-archive:${fileURLToPath(
  new URL('oracle/base/busybox-docker.tar.gz', import.meta.url),
)}`;

let made: ReturnType<typeof makeSandbox> | undefined;
const sandbox = () => {
  made ??= makeSandbox();
  return made;
};
const runner = lazyRunner(sandbox);

export interface CliSurroundings {
  readonly environment?: Readonly<Record<string, string>>;
  readonly standardInput?: Uint8Array | Readable;
  readonly signal?: AbortSignal;
  readonly terminal?: HostTerminal;
  /** Gets standard error as it comes. */
  readonly onStandardError?: (text: string) => void;
}

export async function runCli(
  args: readonly string[],
  {
    environment = {},
    standardInput = new Uint8Array(0),
    signal = new AbortController().signal,
    onStandardError,
    terminal,
  }: CliSurroundings = {},
): Promise<CliResult> {
  const input = standardInput instanceof Uint8Array ? Readable.from([standardInput]) : standardInput;
  const [output, errors] = [new Collector(), new Collector(onStandardError)];
  const exitCode = await runCommandLine(args, {
    environment,
    standardOutput: output,
    standardError: errors,
    readStandardInput: () => buffer(input).then((bytes) => new Uint8Array(bytes)),
    signal,
    fetchFile: readPackagedFile,
    fetchUrl: fetchUrlWith(fetch),
    runner,
    container: {
      starter: sandbox,
      standardInput: () => input,
      terminal,
    },
  });
  return {
    exitCode,
    standardOutput: new Uint8Array(output.bytes),
    standardError: new TextDecoder().decode(errors.bytes),
  };
}

class Collector extends Writable {
  readonly #pieces: Buffer[] = [];
  readonly #onText: ((text: string) => void) | undefined;

  constructor(onText?: (text: string) => void) {
    super();
    this.#onText = onText;
  }

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.#pieces.push(piece);
    // An image's tar is no text, and large.
    this.#onText?.(piece.toString());
    done();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}

/** Calls `use` with a new folder, and removes it. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
