/** One container: how it was made, its processes with their terminals, and what is left of it when it has ended. */
import type { ResolvedUser } from '../build/user.ts';
import { fromText } from '../filesystem/byte-string.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { ContainerConfig } from '../image/image-config.ts';
import type { Container, ContainerEnd, ContainerProcess } from '../sandbox/container.ts';
import type { ContainerProcessRequest, ContainerRequest } from '../sandbox/container-request.ts';
import { type RunMount, RunStartError } from '../sandbox/run-request.ts';
import type { TerminalSize } from '../sandbox/terminal.ts';
import type { AttachmentInfo, ContainerEvent, ContainerInfo } from './container-events.ts';
import type { ContainerMount } from './container-mounts.ts';
import type { ContainerImage } from './containers.ts';
import { processEnvironment } from './environment.ts';
import { missingProgram } from './missing-program.ts';
import { execRefusal } from './refusal.ts';
import type { ResolvedCommand } from './resolve-command.ts';

/** How a container was made. */
export interface Making {
  readonly id: string;
  readonly name: string;
  readonly from: ContainerImage;
  readonly command: ResolvedCommand;
  /** The image's config as this container changed it. */
  readonly config: ContainerConfig;
  readonly hostname: string;
  readonly env: readonly string[];
  readonly user: string;
  readonly workdir: string;
  readonly stopSignal: string;
  readonly mounts: readonly ContainerMount[];
  /** The same, as they were when it began. */
  readonly mounted: readonly RunMount[];
  readonly removes: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
}

/** A process to start, in ordinary text. */
interface Start {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly who: ResolvedUser;
  readonly tty: boolean;
  readonly interactive: boolean;
  readonly size: TerminalSize;
  /** Id of its terminal or streams. */
  readonly attachment: string;
}

interface FirstStart extends Start {
  readonly root: Tree;
  readonly hostname: string;
}

type Tell = (event: ContainerEvent) => void;

interface Attachment {
  readonly info: AttachmentInfo;
  readonly process: ContainerProcess;
}

export class KnownContainer {
  readonly #making: Making;
  readonly #attachments = new Map<string, Attachment>();
  #container: Container | undefined;
  #ended: Promise<ContainerEnd | Error> | undefined;
  #end: ContainerEnd | Error | undefined;
  #finishedAt: number | undefined;
  #wasKilled = false;

  constructor(making: Making) {
    this.#making = making;
  }

  get id(): string {
    return this.#making.id;
  }

  get name(): string {
    return this.#making.name;
  }

  get from(): ContainerImage {
    return this.#making.from;
  }

  get config(): ContainerConfig {
    return this.#making.config;
  }

  get env(): readonly string[] {
    return this.#making.env;
  }

  get user(): string {
    return this.#making.user;
  }

  get workdir(): string {
    return this.#making.workdir;
  }

  get stopSignal(): string {
    return this.#making.stopSignal;
  }

  get removes(): boolean {
    return this.#making.removes;
  }

  get isRunning(): boolean {
    return this.#container?.isRunning ?? false;
  }

  /** Resolves when it has ended, in whatever way. */
  get ended(): Promise<unknown> {
    return this.#ended ?? Promise.resolve();
  }

  /** @throws {RunStartError} */
  start(first: FirstStart, starter: (request: ContainerRequest) => Container, tell: Tell): void {
    const { root, hostname } = first;
    const mounts = this.#making.mounted;
    const container = starter({ ...this.#request(first, tell), root, mounts, hostname });
    this.#container = container;
    this.#attach(first, container.main, true);
    this.#ended = container.ended
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
      .then((end) => {
        this.#end = end;
        return end;
      });
  }

  /**
   * Starts one more process. `onEnd` is told when it has ended.
   * @throws {ContainerRefusal}
   */
  exec(start: Start, tell: Tell, onEnd: () => void): void {
    const container = this.#container;
    if (container === undefined) throw new Error('the container was never started');
    let process: ContainerProcess;
    try {
      process = container.exec(this.#request(start, tell));
    } catch (error) {
      throw error instanceof RunStartError ? execRefusal(error) : error;
    }
    this.#attach(start, process, false);
    void process.ended.then(onEnd);
  }

  #attach({ attachment: id, argv, tty }: Start, process: ContainerProcess, isMain: boolean): void {
    const info: AttachmentInfo = { id, command: argv, tty, isMain };
    this.#attachments.set(id, { info, process });
    void process.ended.then((exitCode) => {
      this.#attachments.set(id, { info: { ...info, exitCode }, process });
    });
  }

  #request(start: Start, tell: Tell): ContainerProcessRequest {
    const { argv, env, cwd, who, tty, interactive, size, attachment } = start;
    const { hostname } = this.#making;
    return {
      argv: argv.map(fromText),
      env: processEnvironment(env, { hostname, tty, home: who.home }).map(fromText),
      cwd: fromText(cwd),
      user: who.credentials,
      attachment: tty
        ? {
            kind: 'terminal',
            size,
            onOutput: (bytes) => tell({ type: 'output', attachment, stream: 'stdout', bytes }),
          }
        : {
            kind: 'streams',
            isInteractive: interactive,
            onOutput: (bytes, stream) => tell({ type: 'output', attachment, stream, bytes }),
          },
    };
  }

  process(attachment: string): ContainerProcess | undefined {
    return this.#attachments.get(attachment)?.process;
  }

  signal(number: number): void {
    this.#container?.signal(number);
  }

  kill(): void {
    this.#wasKilled = true;
    this.#container?.signal(9);
  }

  finish(now: number): void {
    this.#finishedAt = now;
  }

  /** What the filesystem holds now. */
  snapshot(): { readonly tree: Tree } {
    return this.#container?.snapshot() ?? { tree: this.from.tree };
  }

  /** Mounts that were written to. */
  writtenMounts(): readonly ContainerMount[] {
    const { mounts, mounted } = this.#making;
    const now = this.#container?.snapshot().mounts ?? [];
    return mounts.filter((_, index) => now[index] !== undefined && now[index] !== mounted[index]?.content);
  }

  info(): ContainerInfo {
    const { id, name, from, command, hostname, env, user, workdir, stopSignal, mounts, removes, startedAt } =
      this.#making;
    const end = this.#end;
    const explanation = this.#explanation();
    return {
      id,
      name,
      image: from.name,
      imageId: from.image.configDigest,
      command,
      hostname,
      env,
      user,
      workdir,
      stopSignal,
      mounts,
      removes,
      startedAt,
      wasKilled: this.#wasKilled,
      exposedPorts: from.image.config.config.ExposedPorts ?? [],
      attachments: [...this.#attachments.values()].map(({ info }) => info),
      ...(end === undefined
        ? { state: 'running' as const }
        : { state: 'exited' as const, exitCode: end instanceof Error ? 255 : end.exitCode }),
      ...(this.#finishedAt === undefined ? {} : { finishedAt: this.#finishedAt }),
      ...(explanation === undefined ? {} : { explanation }),
    };
  }

  /** What the sandbox knows of the end, and the person can't see. */
  #explanation(): string | undefined {
    const end = this.#end;
    if (end === undefined) return undefined;
    if (end instanceof Error) return end.message;
    if (end.exitCode === 0) return undefined;
    const { from, command } = this.#making;
    const notFound = end.exitCode === 126 || end.exitCode === 127;
    return (notFound ? missingProgram(command.argv, from.missing) : undefined) ?? end.problem?.explanation;
  }
}
