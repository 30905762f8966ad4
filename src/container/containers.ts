/**
 * The containers there are: what `docker run`, `exec`, `stop`, `kill`, `rm`, `diff` and `commit` do, on images that
 * are here. A container that has ended keeps its writable layer until it is removed.
 */

import { CopyError } from '../build/copy/copy-error.ts';
import { makeWorkdir } from '../build/copy/workdir.ts';
import { resolveUser, UnknownUserError } from '../build/user.ts';
import { cleanPath } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { BlobStore } from '../image/blob-store.ts';
import type { Image } from '../image/image.ts';
import type { Container } from '../sandbox/container.ts';
import type { ContainerRequest } from '../sandbox/container-request.ts';
import { RunStartError } from '../sandbox/run-request.ts';
import type { TerminalSize } from '../sandbox/terminal.ts';
import { type CommitOptions, commitImage } from './commit.ts';
import type { ContainerEvent } from './container-events.ts';
import { containerMounts } from './container-mounts.ts';
import { checkContainerName, newContainerId, newContainerName, shortId } from './container-name.ts';
import { withVariables } from './environment.ts';
import { KnownContainer } from './known-container.ts';
import { ContainerRefusal, refused, runRefusal } from './refusal.ts';
import { resolveCommand } from './resolve-command.ts';
import type { ExecOptions, RunOptions } from './run-options.ts';
import { signalName, signalNumber } from './signal-number.ts';

/** What starts containers: the sandbox. */
export interface ContainerStarter {
  /** @throws {RunStartError} when the command can't be started. */
  start(request: ContainerRequest): Container;
}

export interface ContainerPorts {
  readonly starter: () => Promise<ContainerStarter>;
  readonly blobs: BlobStore;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly onEvent: (event: ContainerEvent) => void;
}

/** An image to make a container of. */
export interface ContainerImage {
  /** As it was asked for. */
  readonly name: string;
  readonly image: Image;
  readonly tree: Tree;
  /** Programs that the real image has and this one lacks, and why. */
  readonly missing: readonly {
    readonly program: string;
    readonly reason: string;
    readonly instead: string;
  }[];
}

/** Containers alive at once: each has a kernel of its own. */
const maximumRunning = 16;
const defaultStopSignal = 'SIGTERM';
const sigterm = 15;
const sigkill = 9;
/** Seconds that `docker stop` waits. */
const defaultStopTime = 10;

export class Containers {
  readonly #ports: ContainerPorts;
  readonly #known = new Map<string, KnownContainer>();
  #nextAttachment = 1;

  constructor(ports: ContainerPorts) {
    this.#ports = ports;
  }

  /** The newest first, as `docker ps` lists them. */
  list(): readonly KnownContainer[] {
    return [...this.#known.values()].reverse();
  }

  /**
   * By id, by the beginning of it, or by name.
   * @throws {ContainerRefusal}
   */
  find(text: string): KnownContainer {
    const named = [...this.#known.values()].find(({ id, name }) => id === text || name === text);
    if (named !== undefined) return named;
    const [only, another] = [...this.#known.values()].filter(({ id }) => text !== '' && id.startsWith(text));
    if (only !== undefined && another === undefined) return only;
    throw new ContainerRefusal(`Error response from daemon: No such container: ${text}`, 1);
  }

  /**
   * Starts a container (`docker run`).
   * @throws {ContainerRefusal} when it can't be made or started; nothing stays of it.
   */
  async run(
    from: ContainerImage,
    options: RunOptions,
    project: Tree,
    size: TerminalSize,
  ): Promise<KnownContainer> {
    const { config } = from.image.config;
    const name = this.#nameFor(options.name);
    const id = newContainerId();
    const hostname = options.hostname || shortId(id);
    const command = resolveCommand(config, options);
    const workdir = checkedWorkdir(options.workdir ?? config.WorkingDir ?? '');
    const user = options.user ?? config.User ?? '';
    const env = withVariables(config.Env ?? [], options.env);
    const stopSignal = this.#stopSignal(options.stopSignal ?? config.StopSignal);
    if (this.list().filter(({ isRunning }) => isRunning).length >= maximumRunning) {
      throw refused(`there are ${maximumRunning} containers running, and here can be no more at once`);
    }
    const who = userOf(from.tree, user);
    // Docker makes the working directory, as part of the container's layer.
    const root = withWorkdir(from.tree, workdir, this.#ports.now());
    const mounts = containerMounts(root, config.Volumes ?? [], options.volumes, project);
    const known = new KnownContainer({
      id,
      name,
      from,
      command,
      config: {
        ...config,
        Env: env,
        Entrypoint: command.entrypoint,
        Cmd: command.cmd,
        WorkingDir: workdir,
        User: user,
        ...(options.stopSignal === undefined ? {} : { StopSignal: options.stopSignal }),
      },
      hostname,
      env,
      user,
      workdir,
      stopSignal,
      mounts: mounts.map(({ shown }) => shown),
      mounted: mounts.map(({ mount }) => mount),
      removes: options.remove,
      startedAt: this.#ports.now(),
    });
    const starter = await this.#ports.starter();
    try {
      known.start(
        {
          root,
          hostname,
          argv: command.argv,
          env,
          cwd: workdir,
          who,
          tty: options.tty,
          interactive: options.interactive,
          size,
          attachment: this.#attachmentId(),
        },
        (request) => starter.start(request),
        this.#ports.onEvent,
      );
    } catch (error) {
      throw error instanceof RunStartError ? runRefusal(error) : error;
    }
    this.#known.set(id, known);
    void known.ended.then(() => {
      known.finish(this.#ports.now());
      if (known.removes) this.#forget(known);
      else this.#tell(known);
    });
    this.#tell(known);
    return known;
  }

  /**
   * Starts one more process in a running container (`docker exec`); answers the id of its terminal or streams.
   * @throws {ContainerRefusal}
   */
  exec(text: string, options: ExecOptions, size: TerminalSize): string {
    const known = this.find(text);
    this.#requireRunning(known);
    const attachment = this.#attachmentId();
    const { tree } = known.snapshot();
    const user = options.user || known.user;
    const who = userOf(tree, user);
    known.exec(
      {
        argv: options.command,
        env: withVariables(known.env, options.env),
        cwd: checkedWorkdir(options.workdir || known.workdir),
        who,
        tty: options.tty,
        interactive: options.interactive,
        size,
        attachment,
      },
      this.#ports.onEvent,
      () => this.#tell(known),
    );
    this.#tell(known);
    return attachment;
  }

  /** Whoever has the terminal; undefined for one that is gone. */
  attachment(id: string) {
    for (const known of this.#known.values()) {
      const process = known.process(id);
      if (process !== undefined) return process;
    }
    return undefined;
  }

  /**
   * The stop signal, and SIGKILL when it does not help in time (`docker stop`). Seconds.
   * @throws {ContainerRefusal}
   */
  async stop(text: string, seconds = defaultStopTime): Promise<void> {
    const known = this.find(text);
    if (!known.isRunning) return;
    known.signal(signalNumber(known.stopSignal) ?? sigterm);
    const patience = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      void known.ended.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    await patience;
    if (known.isRunning) known.kill();
    await known.ended;
  }

  /**
   * `docker kill`; the signal by name or number.
   * @throws {ContainerRefusal}
   */
  kill(text: string, signal = 'SIGKILL'): void {
    const known = this.find(text);
    const number = signalNumber(signal);
    if (number === undefined) {
      throw new ContainerRefusal(`Error response from daemon: Invalid signal: ${signal}`, 1);
    }
    this.#requireRunning(known);
    if (number === sigkill) known.kill();
    else known.signal(number);
  }

  /** `docker rm -f` */
  async remove(text: string): Promise<void> {
    const known = this.find(text);
    if (known.isRunning) known.kill();
    await known.ended;
    this.#forget(known);
  }

  /** The filesystem it was made of, and what it holds now: their difference is the writable layer. */
  layer(text: string): { readonly from: Tree; readonly tree: Tree } {
    const known = this.find(text);
    return { from: known.from.tree, tree: known.snapshot().tree };
  }

  /**
   * `docker commit`
   * @throws {ContainerRefusal} for a change that is none.
   */
  commit(text: string, options: CommitOptions): Promise<Image> {
    const known = this.find(text);
    const { image, tree } = known.from;
    const after = known.snapshot().tree;
    return commitImage({ image, config: known.config, before: tree, after }, options, this.#ports);
  }

  #nameFor(given: string | undefined): string {
    const taken = new Map([...this.#known.values()].map(({ name, id }) => [name, id]));
    if (given === undefined || given === '') return newContainerName((name) => taken.has(name));
    checkContainerName(given);
    const owner = taken.get(given);
    if (owner === undefined) return given;
    throw refused(
      `Conflict. The container name "/${given}" is already in use by container "${owner}". You have to remove ` +
        '(or rename) that container to be able to reuse that name.',
    );
  }

  #stopSignal(text: string | undefined): string {
    if (text === undefined || text === '') return defaultStopSignal;
    const number = signalNumber(text);
    if (number === undefined) throw refused(`Invalid signal: ${text}`);
    return signalName(number);
  }

  #requireRunning(known: KnownContainer): void {
    if (known.isRunning) return;
    throw new ContainerRefusal(`Error response from daemon: container ${known.id} is not running`, 1);
  }

  #attachmentId(): string {
    return `terminal-${this.#nextAttachment++}`;
  }

  #tell(known: KnownContainer): void {
    this.#ports.onEvent({ type: 'changed', container: known.info() });
  }

  #forget(known: KnownContainer): void {
    this.#known.delete(known.id);
    this.#ports.onEvent({ type: 'removed', id: known.id });
  }
}

function checkedWorkdir(path: string): string {
  if (path === '') return '/';
  if (path.startsWith('/')) return cleanPath(path);
  throw refused(`the working directory '${path}' is invalid, it needs to be an absolute path`);
}

function withWorkdir(tree: Tree, path: string, now: number): Tree {
  try {
    return makeWorkdir(tree, path, { uid: 0, gid: 0 }, BigInt(Math.floor(now * 1000)) * 1000n);
  } catch (error) {
    if (!(error instanceof CopyError)) throw error;
    throw refused(`Cannot mkdir: ${path} is not a directory`);
  }
}

function userOf(tree: Tree, user: string) {
  try {
    return resolveUser(tree, user);
  } catch (error) {
    if (error instanceof UnknownUserError) throw refused(error.message);
    throw error;
  }
}
