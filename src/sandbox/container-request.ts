/** What starting a container takes: `RunRequest` without an end, with a terminal or streams that stay open. */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { Credentials, OutputStream, RunMount } from './run-request.ts';
import type { TerminalSize } from './terminal.ts';

/** What a process reads and where it writes. */
export type ProcessAttachment =
  | {
      readonly kind: 'terminal';
      readonly size: TerminalSize;
      readonly onOutput: (bytes: Uint8Array) => void;
    }
  | {
      readonly kind: 'streams';
      /** Input will come (`docker run -i`); else the process reads /dev/null. */
      readonly isInteractive: boolean;
      readonly onOutput: (bytes: Uint8Array, stream: OutputStream) => void;
    };

export interface ContainerProcessRequest {
  /** The program, looked up in PATH when it has no `/`, and its arguments. */
  readonly argv: readonly ByteString[];
  /** `NAME=value`. */
  readonly env: readonly ByteString[];
  /** Absolute; must exist. */
  readonly cwd: ByteString;
  readonly user: Credentials;
  readonly attachment: ProcessAttachment;
}

export interface ContainerRequest extends ContainerProcessRequest {
  readonly root: Tree;
  readonly mounts?: readonly RunMount[];
  readonly hostname: string;
}
