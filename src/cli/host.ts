/** What the command line needs of the world around it; tests give it streams and folders of their own. */
import type { Readable, Writable } from 'node:stream';
import type { FetchUrl } from '../build/download.ts';
import type { ContainerStarter } from '../container/containers.ts';
import type { FetchFile } from '../registry/bundled.ts';
import type { CommandRunner } from '../sandbox/run-request.ts';
import type { TerminalSize } from '../sandbox/terminal.ts';

/** The terminal that standard input and output are. */
export interface HostTerminal {
  size(): TerminalSize;
  /** Raw: every key goes to the program, Ctrl-C too. */
  setRaw(isRaw: boolean): void;
  /** The answer ends it. */
  onResize(listener: () => void): () => void;
}

/** What a container on the command line takes beside a build. */
export interface ContainerHost {
  readonly starter: () => Promise<ContainerStarter>;
  /** Read only by containers that want it. */
  readonly standardInput: () => Readable;
  /** Undefined where one of them is a file or a pipe. */
  readonly terminal: HostTerminal | undefined;
}

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
  readonly container: ContainerHost;
}
