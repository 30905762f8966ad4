/**
 * A container that runs: its first process and those started beside it, each with a terminal or streams of its own,
 * over one writable filesystem that can be looked at at any time. It lives as long as its first process.
 */
import { openFlag } from './abi.ts';
import type { ContainerFilesystems } from './container-filesystems.ts';
import type { ContainerProcessRequest, ProcessAttachment } from './container-request.ts';
import { makeFirstProcess } from './first-program.ts';
import type { Kernel } from './kernel.ts';
import { InputFile, OutputFile } from './open-device.ts';
import type { OpenFile } from './open-file.ts';
import { OpenTerminal } from './open-terminal.ts';
import { OutputFlow } from './output-flow.ts';
import { walkPath } from './path-walk.ts';
import type { Process } from './process.ts';
import type { RunProblem, RunResult } from './run-request.ts';
import { nullDevice } from './standard-files.ts';
import type { Terminal, TerminalSize } from './terminal.ts';

/** Bytes of output that nobody has taken yet before programs wait. */
const maxOnItsWay = 128 * 1024;

/** 0 to 255; 128 + signal for what a signal ended, as runtimes report it. Takes a status of wait(2). */
export function exitCodeOf(status: number): number {
  const signalNumber = status & 0x7f;
  return signalNumber === 0 ? (status >> 8) & 0xff : 128 + signalNumber;
}

/** One process that was started from outside, and the other end of its terminal or streams. */
export class ContainerProcess {
  readonly pid: number;
  /** The exit code. */
  readonly ended: Promise<number>;
  readonly #terminal: Terminal | undefined;
  readonly #input: InputFile | undefined;
  readonly #flow: OutputFlow;

  constructor(process: Process, attached: Attached) {
    this.pid = process.pid;
    this.#terminal = attached.terminal;
    this.#input = attached.input;
    this.#flow = attached.flow;
    this.ended = new Promise((resolve) => {
      process.onExit = (status) => {
        attached.detach();
        resolve(exitCodeOf(status));
      };
    });
  }

  /** What was typed, or comes through the pipe. */
  input(bytes: Uint8Array): void {
    this.#terminal?.input(bytes);
    this.#input?.add(bytes);
  }

  /** Bytes that came through the pipe and that nobody has read yet; 0 of a terminal, which holds little. */
  get inputWaiting(): number {
    return this.#input?.waiting ?? 0;
  }

  /** Tells whenever some of the pipe's input was read. */
  onInputTaken(listener: () => void): void {
    if (this.#input !== undefined) this.#input.onTaken = listener;
  }

  /** The end of the input: of a pipe its close, of a terminal that the person has gone. */
  endInput(): void {
    this.#terminal?.hangUp();
    this.#input?.end();
  }

  /** A terminal's new size; its programs get SIGWINCH. */
  resize(size: TerminalSize): void {
    this.#terminal?.resize(size);
  }

  /** So many bytes of output were taken: programs that wait to write may go on. */
  taken(bytes: number): void {
    this.#flow.taken(bytes);
  }
}

interface Attached {
  readonly terminal?: Terminal;
  readonly input?: InputFile;
  readonly flow: OutputFlow;
  readonly detach: () => void;
}

export interface ContainerEnd {
  readonly exitCode: number;
  /** The first thing that could not be done here and would have worked on a real machine. */
  readonly problem?: RunProblem;
}

export class Container {
  /** The first process, PID 1. */
  readonly main: ContainerProcess;
  /** Rejects only when the sandbox itself fails. */
  readonly ended: Promise<ContainerEnd>;
  readonly #kernel: Kernel;
  readonly #filesystems: ContainerFilesystems;
  readonly #init: Process;

  /** @throws {RunStartError} */
  constructor(kernel: Kernel, filesystems: ContainerFilesystems, request: ContainerProcessRequest) {
    this.#kernel = kernel;
    this.#filesystems = filesystems;
    const { process, handle } = this.#start(request);
    this.#init = process;
    this.main = handle;
    this.ended = this.#run();
  }

  async #run(): Promise<ContainerEnd> {
    try {
      const status = await this.#kernel.run(this.#init);
      const { problem } = this.#kernel;
      return { exitCode: exitCodeOf(status), ...(problem && { problem }) };
    } finally {
      this.#kernel.killAll();
    }
  }

  get isRunning(): boolean {
    return !this.#init.isZombie;
  }

  /**
   * Starts another process in the container, as `docker exec` does.
   * @throws {RunStartError} when it can't be started.
   */
  exec(request: ContainerProcessRequest): ContainerProcess {
    return this.#start(request).handle;
  }

  #start(request: ContainerProcessRequest): { readonly process: Process; readonly handle: ContainerProcess } {
    this.#kernel.requireRoomForProcess();
    const process = makeFirstProcess(this.#kernel, request);
    const attached = this.#attach(process, request.attachment);
    const handle = new ContainerProcess(process, attached);
    this.#kernel.start(process);
    return { process, handle };
  }

  #attach(process: Process, attachment: ProcessAttachment): Attached {
    const { descriptors } = process;
    if (attachment.kind === 'terminal') {
      const terminal = this.#addTerminal(process, attachment);
      const file = openTerminal(process, terminal);
      for (let number = 0; number < 3; number++) descriptors.add(file);
      return { terminal, flow: terminal.flow, detach: () => this.#removeTerminal(terminal) };
    }
    const { isInteractive, onOutput } = attachment;
    const flow = new OutputFlow(maxOnItsWay);
    const input = isInteractive ? new InputFile(openFlag.read) : undefined;
    descriptors.add(input ?? nullDevice(process));
    for (const stream of ['stdout', 'stderr'] as const) {
      descriptors.add(new OutputFile(openFlag.write, (bytes) => onOutput(bytes, stream), flow));
    }
    return { ...(input && { input }), flow, detach: () => {} };
  }

  #addTerminal(
    process: Process,
    { size, onOutput }: Extract<ProcessAttachment, { kind: 'terminal' }>,
  ): Terminal {
    const terminal = this.#kernel.addTerminal({ size, show: onOutput, maxOnItsWay });
    this.#filesystems.addTerminal(terminal.index, process.credentials.uid);
    terminal.session = process.session;
    terminal.foreground = process.group;
    return terminal;
  }

  #removeTerminal(terminal: Terminal): void {
    terminal.hangUp();
    this.#kernel.terminals.delete(terminal.index);
    this.#filesystems.removeTerminal(terminal.index);
  }

  /** A signal to the first process, from outside: only SIGKILL ends one that has no handler. */
  signal(number: number): void {
    this.#kernel.signalFromOutside(this.#init, number);
  }

  /** What the filesystem holds now: what the container has written, over the tree it was started on. */
  snapshot(): Pick<RunResult, 'tree' | 'mounts'> {
    return this.#filesystems.snapshot();
  }
}

/** The terminal as the runtime opens it for the process. */
function openTerminal(process: Process, terminal: Terminal): OpenFile {
  const path = `/dev/pts/${terminal.index}`;
  const { mount, inode } = walkPath(process, process.rootDirectory, path, true);
  if (inode?.type !== 'character-device') throw new Error(`${path} is not there`);
  return new OpenTerminal(openFlag.read | openFlag.write, terminal, { mount, inode }, inode, path);
}
