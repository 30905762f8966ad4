/**
 * Instances are few (browsers refuse memories beyond some 150) and processes many: whoever runs gets an instance,
 * and whoever has blocked for longest is put aside as bytes to free one.
 */
import { Instance, type PristineMemory } from './instance.ts';
import { MemoryImage } from './memory-image.ts';
import type { Process } from './process.ts';

/** Memories alive at once, of all modules. */
const defaultCapacity = 24;
/** Larger memories are given back to the engine: they never shrink. */
const largestKept = 32 << 20;

export class InstancePool {
  readonly #capacity: number;
  readonly #free: Instance[] = [];
  /** Processes that have an instance, the one that ran longest ago first. */
  readonly #resident = new Set<Process>();
  readonly #pristine = new WeakMap<WebAssembly.Module, PristineMemory>();
  #alive = 0;

  constructor(capacity: number = defaultCapacity) {
    this.#capacity = capacity;
  }

  /** Instances that exist, for measurements and tests. */
  get size(): number {
    return this.#alive;
  }

  /** An instance for the process, its memory as it was left by whoever had it. Undefined: none can be had. */
  take(process: Process, module: WebAssembly.Module): Instance | undefined {
    const free = this.#takeFree(module);
    if (free !== undefined) return this.#give(free, process);
    if (this.#alive >= this.#capacity && !this.#dropFree()) {
      const evicted = this.#evict(module);
      if (evicted !== undefined) return this.#give(evicted, process);
    }
    try {
      const instance = new Instance(module, this.#pristine.get(module));
      this.#pristine.set(module, instance.pristine);
      this.#alive++;
      return this.#give(instance, process);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // No room for another memory: make do with those there are.
      const evicted = this.#evict(module);
      return evicted && this.#give(evicted, process);
    }
  }

  /** Whether the next `take` costs nobody its memory. */
  hasRoom(module: WebAssembly.Module): boolean {
    return this.#alive < this.#capacity || this.#free.some((instance) => instance.module === module);
  }

  #give(instance: Instance, process: Process): Instance {
    instance.process = process;
    process.instance = instance;
    this.#resident.add(process);
    return instance;
  }

  /** Notes that the process is running now. */
  touch(process: Process): void {
    this.#resident.delete(process);
    this.#resident.add(process);
  }

  /** Takes the instance from a process that has no more use for its memory. `spoiled` after a trap. */
  release(process: Process, spoiled = false): void {
    const { instance } = process;
    if (instance === undefined) return;
    process.instance = undefined;
    instance.process = undefined;
    this.#resident.delete(process);
    if (spoiled || instance.size > largestKept) this.#alive--;
    else this.#free.push(instance);
  }

  #takeFree(module: WebAssembly.Module): Instance | undefined {
    for (let at = this.#free.length - 1; at >= 0; at--) {
      const instance = this.#free[at];
      if (instance?.module === module) {
        this.#free.splice(at, 1);
        return instance;
      }
    }
    return undefined;
  }

  /** Gives up a free instance of some other module. */
  #dropFree(): boolean {
    if (this.#free.shift() === undefined) return false;
    this.#alive--;
    return true;
  }

  /** Puts the process aside that has been idle for longest; its instance, when it is of the wanted module. */
  #evict(module: WebAssembly.Module): Instance | undefined {
    for (const process of this.#resident) {
      const { instance } = process;
      if (instance === undefined || process.isRunning) continue;
      process.image = new MemoryImage(instance);
      process.instance = undefined;
      this.#resident.delete(process);
      if (instance.module === module) return instance;
      this.#alive--;
      return undefined;
    }
    return undefined;
  }
}
