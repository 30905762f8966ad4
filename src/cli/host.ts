/** What the command line needs of the world around it; tests give it streams and folders of their own. */
import type { Writable } from 'node:stream';
import type { FetchUrl } from '../build/download.ts';
import type { FetchFile } from '../registry/bundled.ts';
import type { CommandRunner } from '../sandbox/run-request.ts';

export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results: the image's id, archives. */
  readonly standardOutput: Writable;
  /** Progress, warnings, errors. */
  readonly standardError: Writable;
  readonly readStandardInput: () => Promise<Uint8Array>;
  /** Aborted when the person wants to stop. */
  readonly signal: AbortSignal;
  /** Files that come with Drydock: the bundled images. */
  readonly fetchFile: FetchFile;
  /** Downloads for ADD; without it they are refused. */
  readonly fetchUrl?: FetchUrl;
  /** Starts the sandbox at the first command. */
  readonly runner: CommandRunner;
}
