/** What is told of containers while they live. Plain data. */
import type { ContainerMount } from './container-mounts.ts';
import type { ResolvedCommand } from './resolve-command.ts';

/** One terminal, or pair of streams, of a container: its first process's, or that of an exec. */
export interface AttachmentInfo {
  /** Unique among all containers. */
  readonly id: string;
  readonly command: readonly string[];
  readonly tty: boolean;
  /** The first process's. */
  readonly isMain: boolean;
  /** Once the process has ended. */
  readonly exitCode?: number;
}

export interface ContainerInfo {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** As it was asked for. */
  readonly image: string;
  /** Digest of the image's config. */
  readonly imageId: string;
  readonly command: ResolvedCommand;
  readonly state: 'running' | 'exited';
  readonly exitCode?: number;
  /** Why it ended, when the reason lies in this sandbox or is not plain from the code. */
  readonly explanation?: string;
  /** It was ended because it did not end by itself in time (`docker stop`). */
  readonly wasKilled: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly hostname: string;
  readonly user: string;
  readonly workdir: string;
  /** `SIGTERM`, … */
  readonly stopSignal: string;
  /** `80/tcp`, as EXPOSE says; nothing is published. */
  readonly exposedPorts: readonly string[];
  /** `NAME=value` of the first process. */
  readonly env: readonly string[];
  readonly mounts: readonly ContainerMount[];
  readonly removes: boolean;
  readonly attachments: readonly AttachmentInfo[];
}

export type ContainerEvent =
  | { readonly type: 'changed'; readonly container: ContainerInfo }
  | { readonly type: 'removed'; readonly id: string }
  | {
      readonly type: 'output';
      readonly attachment: string;
      readonly stream: 'stdout' | 'stderr';
      readonly bytes: Uint8Array;
    };
