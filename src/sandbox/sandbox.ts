/**
 * `Sandbox`: runs commands on a filesystem and answers what they made of it. Everything a RUN step needs, and
 * nothing that knows what a Dockerfile is.
 */

import type { Tree } from '../filesystem/tree.ts';
import { openFlag } from './abi.ts';
import { BusyboxPorts, type CompiledProgram } from './busybox-ports.ts';
import { Container, exitCodeOf } from './container.ts';
import { ContainerFilesystems } from './container-filesystems.ts';
import type { ContainerRequest } from './container-request.ts';
import { makeFirstProcess } from './first-program.ts';
import { InstancePool } from './instance-pool.ts';
import { Kernel } from './kernel.ts';
import { InputFile, OutputFile, ReceiverError } from './open-device.ts';
import type { Process } from './process.ts';
import type { Ports } from './program.ts';
import type { CommandRunner, RunMount, RunRequest, RunResult } from './run-request.ts';
import { nullDevice } from './standard-files.ts';

export interface SandboxOptions {
  /** The busybox module, compiled, and its bytes: files of that content are that program. */
  readonly busybox: CompiledProgram;
  /** Names that busybox has applets for. */
  readonly applets: readonly string[];
  /** More WebAssembly programs made for this kernel, by content. */
  readonly programs?: readonly CompiledProgram[];
  /** WebAssembly instances alive at once; default 24. */
  readonly maxInstances?: number;
  /** Processes alive at once in a run; default 4096. */
  readonly maxProcesses?: number;
  /** Nanoseconds since the Unix epoch; default: the clock. */
  readonly now?: () => bigint;
}

const defaultHostname = 'buildkitsandbox';

export class Sandbox implements CommandRunner {
  readonly #pool: InstancePool;
  readonly #ports: Ports;
  readonly #maxProcesses: number;
  readonly #now: () => bigint;

  constructor({ busybox, applets, programs = [], maxInstances, maxProcesses, now }: SandboxOptions) {
    this.#pool = new InstancePool(maxInstances);
    this.#ports = new BusyboxPorts(busybox, applets, programs);
    this.#maxProcesses = maxProcesses ?? 4096;
    this.#now = now ?? clock;
  }

  /** WebAssembly instances that exist now. */
  get instances(): number {
    return this.#pool.size;
  }

  /** A kernel over the filesystems of one run. */
  #boot(
    request: { readonly root: Tree; readonly mounts?: readonly RunMount[] },
    hostname: string,
    isAttended = false,
  ): { readonly kernel: Kernel; readonly filesystems: ContainerFilesystems } {
    const filesystems = new ContainerFilesystems(request, hostname, this.#now);
    const kernel: Kernel = new Kernel({
      mounts: filesystems.mount(() => kernel),
      ports: this.#ports,
      pool: this.#pool,
      now: this.#now,
      hostname,
      maxProcesses: this.#maxProcesses,
      isAttended,
    });
    return { kernel, filesystems };
  }

  /**
   * Starts a container and leaves it running.
   * @throws {RunStartError} when the command can't be started.
   */
  start(request: ContainerRequest): Container {
    const { kernel, filesystems } = this.#boot(request, request.hostname, true);
    return new Container(kernel, filesystems, request);
  }

  async run(request: RunRequest): Promise<RunResult> {
    const { signal } = request;
    signal?.throwIfAborted();
    const { kernel, filesystems } = this.#boot(request, request.hostname ?? defaultHostname);
    const init = startInit(kernel, request);
    const onAbort = () => kernel.killAll();
    signal?.addEventListener('abort', onAbort, { once: true });
    let status: number;
    try {
      status = await kernel.run(init);
    } catch (error) {
      throw error instanceof ReceiverError ? error.cause : error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      kernel.killAll();
    }
    signal?.throwIfAborted();
    return {
      ...filesystems.snapshot(),
      exitCode: exitCodeOf(status),
      ...(kernel.problem && { problem: kernel.problem }),
      ...filesystems.observed(),
    };
  }
}

const clock = (): bigint => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n;

/** The first process, started, with its descriptors. */
function startInit(kernel: Kernel, request: RunRequest): Process {
  const { stdin, onOutput } = request;
  const init = makeFirstProcess(kernel, request);
  const { descriptors } = init;
  descriptors.add(stdin === undefined ? nullDevice(init) : new InputFile(openFlag.read, stdin));
  descriptors.add(new OutputFile(openFlag.write, (bytes) => onOutput('stdout', bytes)));
  descriptors.add(new OutputFile(openFlag.write, (bytes) => onOutput('stderr', bytes)));
  kernel.start(init);
  return init;
}
