/**
 * One WebAssembly instance of a program with its memory, and the asyncify protocol by which its stack is unwound
 * and wound again. An instance serves many processes, one after the other.
 */
import { type ImportTable, makeImports } from './imports.ts';
import type { Process } from './process.ts';

/** What every program must export; `busybox/build.sh` sees to it. */
interface ProgramExports {
  readonly memory: WebAssembly.Memory;
  readonly __stack_pointer: WebAssembly.Global<'i32'>;
  /** Addresses. */
  readonly __posix_sigflag: WebAssembly.Global<'i32'>;
  readonly __asyncify_data: WebAssembly.Global<'i32'>;
  readonly __asyncify_buf: WebAssembly.Global<'i32'>;
  readonly _start: () => void;
  readonly asyncify_start_unwind: (data: number) => void;
  readonly asyncify_stop_unwind: () => void;
  readonly asyncify_start_rewind: (data: number) => void;
  readonly asyncify_stop_rewind: () => void;
  readonly asyncify_get_state: () => number;
}

const exportNames: readonly (keyof ProgramExports)[] = [
  'memory',
  '__stack_pointer',
  '__posix_sigflag',
  '__asyncify_data',
  '__asyncify_buf',
  '_start',
  'asyncify_start_unwind',
  'asyncify_stop_unwind',
  'asyncify_start_rewind',
  'asyncify_stop_rewind',
  'asyncify_get_state',
];

/** The module is no program for this kernel; `message` says what is missing. */
export class NotAProgramError extends Error {
  override readonly name = 'NotAProgramError';
}

/** A memory as it is before `_start`: all that is not zero lies together. */
export interface PristineMemory {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly stackPointer: number;
  /** Where the buffer for unwound stacks ends; the module publishes its size in the initial data. */
  readonly bufferEnd: number;
}

const unwinding = 1;

export class Instance {
  /** Whose memory this is now. */
  process: Process | undefined;
  readonly module: WebAssembly.Module;
  readonly pristine: PristineMemory;
  readonly #exports: ProgramExports;
  readonly #flag: number;
  readonly #data: number;
  readonly bufferStart: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;

  /**
   * @throws {NotAProgramError} when the module lacks an export.
   * @throws {RangeError} when the engine has no room for another memory.
   */
  constructor(module: WebAssembly.Module, pristine: PristineMemory | undefined) {
    this.module = module;
    const imports: ImportTable = makeImports(this);
    const { exports } = new WebAssembly.Instance(module, imports);
    const missing = exportNames.filter((name) => exports[name] === undefined);
    if (missing.length > 0) throw new NotAProgramError(`it does not export ${missing.join(', ')}`);
    this.#exports = exports as unknown as ProgramExports;
    this.#flag = this.#exports.__posix_sigflag.value;
    this.#data = this.#exports.__asyncify_data.value;
    this.bufferStart = this.#exports.__asyncify_buf.value;
    this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    this.#view = new DataView(this.#exports.memory.buffer);
    this.pristine = pristine ?? this.#readPristine();
  }

  #readPristine(): PristineMemory {
    const { bytes } = this;
    let start = 0;
    let end = bytes.length;
    while (start < end && bytes[start] === 0) start++;
    while (end > start && bytes[end - 1] === 0) end--;
    return {
      start,
      bytes: bytes.slice(start, end),
      stackPointer: this.stackPointer,
      bufferEnd: this.bufferStart + this.view.getUint32(this.#data + 4, true),
    };
  }

  /** The whole memory. Views go stale when the program grows its memory: never keep one over a call into it. */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length === 0) this.#refresh();
    return this.#bytes;
  }

  get view(): DataView<ArrayBuffer> {
    if (this.#bytes.length === 0) this.#refresh();
    return this.#view;
  }

  /** A grown memory has a new buffer, and the views of the old one have length 0. */
  #refresh(): void {
    this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    this.#view = new DataView(this.#exports.memory.buffer);
  }

  get stackPointer(): number {
    return this.#exports.__stack_pointer.value;
  }

  set stackPointer(address: number) {
    this.#exports.__stack_pointer.value = address;
  }

  /** Bytes of memory. */
  get size(): number {
    return this.bytes.length;
  }

  /** Makes the memory at least so large; what is new is zero. */
  grow(size: number): void {
    const missing = size - this.size;
    if (missing > 0) this.#exports.memory.grow(Math.ceil(missing / 65536));
  }

  /** Memory and stack as for a program that has not begun. */
  reset(): void {
    const { bytes, pristine } = this;
    bytes.fill(0, 0, this.bufferStart);
    bytes.fill(0, pristine.bufferEnd);
    bytes.set(pristine.bytes, pristine.start);
    this.stackPointer = pristine.stackPointer;
  }

  /** Tells the program that a signal waits for it. */
  setSignalFlag(pending: boolean): void {
    this.view.setInt32(this.#flag, pending ? 1 : 0, true);
  }

  /** End of the unwound stack in the buffer. */
  get unwoundEnd(): number {
    return this.view.getUint32(this.#data, true);
  }

  set unwoundEnd(address: number) {
    const { view } = this;
    view.setUint32(this.#data, address, true);
    view.setUint32(this.#data + 4, this.pristine.bufferEnd, true);
  }

  startUnwinding(): void {
    this.unwoundEnd = this.bufferStart;
    this.#exports.asyncify_start_unwind(this.#data);
  }

  stopRewinding(): void {
    this.#exports.asyncify_stop_rewind();
  }

  /** Enters the program; true when it came back unwound, false when `_start` returned. */
  enter(rewinding: boolean): boolean {
    if (rewinding) this.#exports.asyncify_start_rewind(this.#data);
    this.#exports._start();
    if (this.#exports.asyncify_get_state() !== unwinding) return false;
    this.#exports.asyncify_stop_unwind();
    return true;
  }
}
