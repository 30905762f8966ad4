/** What the sandbox can run: files that are programs of ours, and native programs that busybox stands for. */
import type { ByteString } from '../filesystem/byte-string.ts';
import { baseName, type Ports } from './program.ts';

/** A module, compiled, and its bytes: files of that content are that program. */
export interface CompiledProgram {
  readonly module: WebAssembly.Module;
  readonly bytes: Uint8Array;
}

/** Shells that ours stands for; what they can and busybox can't fails with a message of its own. */
const shells: ReadonlySet<ByteString> = new Set(['sh', 'ash', 'dash', 'bash']);

export class BusyboxPorts implements Ports {
  readonly busybox: WebAssembly.Module;
  readonly #applets: ReadonlySet<ByteString>;
  readonly #programs: readonly CompiledProgram[];
  /** By the very array: the same file is executed thousands of times. */
  readonly #known = new WeakMap<Uint8Array, WebAssembly.Module | 'foreign'>();

  constructor(busybox: CompiledProgram, applets: readonly string[], programs: readonly CompiledProgram[]) {
    this.busybox = busybox.module;
    this.#applets = new Set(applets.map(baseName));
    this.#programs = [busybox, ...programs];
  }

  moduleFor(content: Uint8Array): WebAssembly.Module | undefined {
    let known = this.#known.get(content);
    if (known === undefined) {
      known = this.#programs.find(({ bytes }) => equalBytes(bytes, content))?.module ?? 'foreign';
      this.#known.set(content, known);
    }
    return known === 'foreign' ? undefined : known;
  }

  appletFor(name: ByteString): ByteString | undefined {
    if (shells.has(name)) return 'sh';
    return this.#applets.has(name) ? name : undefined;
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
