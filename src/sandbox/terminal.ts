/**
 * A terminal: the line discipline between a person's keyboard and screen and the programs (termios(3), tty_ioctl(2)):
 * line editing, echo, signals of keys, and which process group is in front.
 */

import { isOrphanedGroup } from './job-control.ts';
import type { Kernel } from './kernel.ts';
import { OutputFlow } from './output-flow.ts';
import type { Process } from './process.ts';
import { disposition, signal, signalBit } from './signal.ts';
import {
  controlCharacter,
  defaultSettings,
  inputFlag,
  localFlag,
  outputFlag,
  type TerminalSettings,
} from './terminal-settings.ts';
import { WaitQueue } from './wait-queue.ts';

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

export interface TerminalOptions {
  readonly size: TerminalSize;
  /** Shows what programs write and what is echoed; the bytes belong to the receiver. */
  readonly show: (bytes: Uint8Array) => void;
  /** Bytes that may be on their way to the screen before programs wait; default: any number. */
  readonly maxOnItsWay?: number;
}

/** What becomes of a process in the background that wants to use its terminal. */
export type BackgroundUse = 'allowed' | 'stopped' | 'refused';

const newline = 10;
const carriageReturn = 13;
/** Bytes of a line being typed, and of all that nobody has read yet; more is dropped with a bell, as Linux does. */
const maxLine = 4095;
const maxUnread = 1 << 20;
const bell = 7;

export class Terminal {
  readonly index: number;
  size: TerminalSize;
  /** The session whose controlling terminal it is; 0: none. */
  session = 0;
  /** The process group in front. */
  foreground = 0;
  readonly readable = new WaitQueue();
  readonly flow: OutputFlow;
  readonly #kernel: Kernel;
  readonly #show: (bytes: Uint8Array) => void;
  #settings = defaultSettings();
  /** The line being typed, in canonical mode. */
  #editing: number[] = [];
  /** What may be read: whole lines in canonical mode; an empty one is the end of file. */
  #lines: Uint8Array[] = [];
  #unread = 0;
  #hungUp = false;
  #literalNext = false;

  constructor(kernel: Kernel, index: number, { size, show, maxOnItsWay }: TerminalOptions) {
    this.#kernel = kernel;
    this.index = index;
    this.size = size;
    this.flow = new OutputFlow(maxOnItsWay);
    this.#show = show;
  }

  get settings(): TerminalSettings {
    return this.#settings;
  }

  set settings(settings: TerminalSettings) {
    const wasCanonical = this.#isCanonical;
    this.#settings = settings;
    if (wasCanonical && !this.#isCanonical && this.#editing.length > 0) {
      this.#finishLine();
      this.readable.notify();
    }
  }

  get #isCanonical(): boolean {
    return this.#has(localFlag.canonical);
  }

  #has(flag: number): boolean {
    return (this.#settings.local & flag) !== 0;
  }

  #is(byte: number, character: keyof typeof controlCharacter): boolean {
    // 0 is "no such character".
    return byte !== 0 && this.#settings.characters[controlCharacter[character]] === byte;
  }

  // The person's side

  /** What was typed. */
  input(bytes: Uint8Array): void {
    if (this.#hungUp) return;
    for (const byte of bytes) this.#type(byte);
    this.readable.notify();
  }

  resize(size: TerminalSize): void {
    if (size.rows === this.size.rows && size.columns === this.size.columns) return;
    this.size = size;
    this.#signalForeground(signal.WINCH);
  }

  /** The person has gone: reads answer the end of file, the session is told. */
  hangUp(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    const leader = this.#kernel.processes.get(this.session);
    if (leader !== undefined) this.#kernel.signal(leader, signal.HUP);
    this.#signalForeground(signal.HUP);
    this.readable.notify();
  }

  /** The session's leader has ended: whoever is in front is told, and the session has no terminal any more. */
  release(): void {
    this.#signalForeground(signal.HUP);
    this.#signalForeground(signal.CONT);
    this.session = this.foreground = 0;
  }

  #type(typed: number): void {
    const { input } = this.#settings;
    let byte = typed;
    if (this.#literalNext) {
      this.#literalNext = false;
      this.#take(byte);
      return;
    }
    if (byte === carriageReturn) {
      if ((input & inputFlag.ignoreReturn) !== 0) return;
      if ((input & inputFlag.returnToNewline) !== 0) byte = newline;
    } else if (byte === newline && (input & inputFlag.newlineToReturn) !== 0) byte = carriageReturn;
    // Nothing here is ever too fast for its reader: flow control has nothing to do.
    if ((input & inputFlag.flow) !== 0 && (this.#is(byte, 'start') || this.#is(byte, 'stop'))) return;
    if (this.#has(localFlag.signals) && this.#typeSignal(byte)) return;
    if (this.#isCanonical) this.#typeCanonical(byte);
    else this.#take(byte);
  }

  #typeSignal(byte: number): boolean {
    let number = 0;
    if (this.#is(byte, 'interrupt')) number = signal.INT;
    else if (this.#is(byte, 'quit')) number = signal.QUIT;
    else if (this.#is(byte, 'suspend')) number = signal.TSTP;
    if (number === 0) return false;
    if (!this.#has(localFlag.noFlush)) {
      this.#editing = [];
      this.#lines = [];
      this.#unread = 0;
    }
    this.#echo(byte);
    this.#signalForeground(number);
    return true;
  }

  #typeCanonical(byte: number): void {
    if (this.#is(byte, 'erase')) this.#eraseCharacter();
    else if (this.#is(byte, 'kill')) while (this.#editing.length > 0) this.#eraseCharacter();
    else if (this.#has(localFlag.extended) && this.#is(byte, 'wordErase')) this.#eraseWord();
    else if (this.#has(localFlag.extended) && this.#is(byte, 'literalNext')) this.#literalNext = true;
    else if (this.#is(byte, 'endOfFile')) this.#finishLine();
    else if (byte === newline || this.#is(byte, 'endOfLine')) {
      this.#editing.push(byte);
      if (this.#has(localFlag.echo) || this.#has(localFlag.echoNewline)) this.write(Uint8Array.of(byte));
      this.#finishLine();
    } else this.#take(byte);
  }

  #take(byte: number): void {
    if (this.#editing.length >= maxLine || this.#unread >= maxUnread) {
      this.write(Uint8Array.of(bell));
      return;
    }
    this.#editing.push(byte);
    this.#echo(byte);
    if (!this.#isCanonical) this.#finishLine();
  }

  #finishLine(): void {
    this.#lines.push(Uint8Array.from(this.#editing));
    this.#unread += this.#editing.length;
    this.#editing = [];
  }

  #eraseCharacter(): void {
    let byte = this.#editing.pop();
    if (byte === undefined) return;
    const isControl = byte < 32 || byte === 127;
    // The bytes after the first of a character in UTF-8.
    while (byte !== undefined && (byte & 0xc0) === 0x80) byte = this.#editing.pop();
    if (!this.#has(localFlag.echo) || !this.#has(localFlag.echoErase)) return;
    const columns = isControl && this.#has(localFlag.echoControl) ? 2 : 1;
    for (let at = 0; at < columns; at++) this.write(Uint8Array.of(8, 32, 8));
  }

  #eraseWord(): void {
    const isSpace = () => this.#editing.at(-1) === 32 || this.#editing.at(-1) === 9;
    while (this.#editing.length > 0 && isSpace()) this.#eraseCharacter();
    while (this.#editing.length > 0 && !isSpace()) this.#eraseCharacter();
  }

  #echo(byte: number): void {
    if (!this.#has(localFlag.echo)) return;
    const isControl = (byte < 32 && byte !== newline && byte !== 9) || byte === 127;
    if (isControl && this.#has(localFlag.echoControl)) this.write(Uint8Array.of(94, byte ^ 64));
    else this.write(Uint8Array.of(byte));
  }

  #signalForeground(number: number): void {
    if (this.foreground === 0) return;
    for (const process of [...this.#kernel.processes.values()]) {
      if (process.group === this.foreground) this.#kernel.signal(process, number);
    }
  }

  // The programs' side

  /** Bytes that a read would get now; undefined: it would wait. 0 is the end of file. */
  get available(): number | undefined {
    if (this.#lines.length > 0) return this.#isCanonical ? (this.#lines[0]?.length ?? 0) : this.#unread;
    return this.#hungUp ? 0 : undefined;
  }

  /** Takes what is there: in canonical mode of one line only. */
  read(target: Uint8Array): number {
    let got = 0;
    while (got < target.length && this.#lines.length > 0) {
      const line = this.#lines[0] ?? new Uint8Array(0);
      const piece = line.subarray(0, target.length - got);
      target.set(piece, got);
      got += piece.length;
      if (piece.length < line.length) this.#lines[0] = line.subarray(piece.length);
      else this.#lines.shift();
      if (this.#isCanonical) break;
    }
    this.#unread -= got;
    return got;
  }

  write(bytes: Uint8Array): void {
    const { output } = this.#settings;
    const translates =
      (output & outputFlag.process) !== 0 && (output & outputFlag.newlineToReturnNewline) !== 0;
    const shown = translates && bytes.includes(newline) ? withReturns(bytes) : bytes.slice();
    this.flow.sent(shown.length);
    this.#show(shown);
  }

  /** Throws away what was typed and not read. */
  flushInput(): void {
    this.#editing = [];
    this.#lines = [];
    this.#unread = 0;
  }

  /**
   * A process wants to read (SIGTTIN), to change settings or, where that counts, to write (SIGTTOU): in the background
   * its whole group is stopped until it comes to the front. A read is refused to whom that would not help.
   */
  useFromBackground(process: Process, number: typeof signal.TTIN | typeof signal.TTOU): BackgroundUse {
    if (process.session !== this.session || process.group === this.foreground) return 'allowed';
    const ignores =
      process.dispositions[number] === disposition.ignore || (process.signalMask & signalBit(number)) !== 0n;
    if (ignores) return number === signal.TTIN ? 'refused' : 'allowed';
    if (isOrphanedGroup(this.#kernel, process.group)) return 'refused';
    for (const other of [...this.#kernel.processes.values()]) {
      if (other.group === process.group) this.#kernel.signal(other, number);
    }
    return 'stopped';
  }
}

function withReturns(bytes: Uint8Array): Uint8Array {
  const result: number[] = [];
  for (const byte of bytes) {
    if (byte === newline) result.push(carriageReturn);
    result.push(byte);
  }
  return Uint8Array.from(result);
}
