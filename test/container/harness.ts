/** Containers of the sandbox tests' image, with what they say and what is told of them. */

import type { ContainerEvent } from '../../src/container/container-events.ts';
import { type ContainerImage, Containers } from '../../src/container/containers.ts';
import type { KnownContainer } from '../../src/container/known-container.ts';
import type { RunOptions } from '../../src/container/run-options.ts';
import { fromBytes } from '../../src/filesystem/byte-string.ts';
import { emptyTree, type Tree } from '../../src/filesystem/tree.ts';
import type { BlobStore } from '../../src/image/blob-store.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { makeImage } from '../../src/image/image.ts';
import type { ContainerConfig } from '../../src/image/image-config.ts';
import { makeSandbox, image as tree } from '../sandbox/shell.ts';

const sandbox = makeSandbox();

export const plain: RunOptions = {
  command: [],
  env: [],
  tty: false,
  interactive: false,
  remove: false,
  volumes: [],
};
export const size = { rows: 24, columns: 80 };

export async function imageOf(config: ContainerConfig, root: Tree = tree): Promise<ContainerImage> {
  const path = { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] };
  const image = await makeImage(
    {
      architecture: 'amd64',
      os: 'linux',
      config: { ...path, ...config },
      rootfs: { type: 'layers', diff_ids: [] },
      history: [],
    },
    [],
  );
  return { name: 'probe', image, tree: root, missing: [] };
}

export class Daemon {
  readonly events: ContainerEvent[] = [];
  readonly blobs: BlobStore = new MemoryBlobStore();
  readonly containers = new Containers({
    starter: async () => sandbox,
    blobs: this.blobs,
    now: () => Date.now(),
    onEvent: (event) => this.events.push(event),
  });

  /** All that a process has said so far. */
  said(attachment: string): string {
    return this.events
      .map((event) =>
        event.type === 'output' && event.attachment === attachment ? fromBytes(event.bytes) : '',
      )
      .join('');
  }

  /** Starts a container. */
  async run(
    options: Partial<RunOptions>,
    config: ContainerConfig = {},
    root: Tree = tree,
    project: Tree = emptyTree,
  ): Promise<KnownContainer> {
    return this.containers.run(await imageOf(config, root), { ...plain, ...options }, project, size);
  }

  /** Runs one to its end: output and exit code, as a terminal would show them. */
  async output(...given: Parameters<Daemon['run']>): Promise<string> {
    const container = await this.run(...given);
    await container.ended;
    const info = container.info();
    return `${this.said(info.attachments[0]?.id ?? '')}exit ${info.exitCode}`;
  }
}
