/** A process's descriptors: small numbers for open files, each with its own close-on-exec flag. */
import { maxDescriptors } from './abi.ts';
import { fail } from './errno.ts';
import type { OpenFile } from './open-file.ts';

export interface Descriptor {
  readonly file: OpenFile;
  closeOnExec: boolean;
}

export class DescriptorTable {
  readonly #descriptors: (Descriptor | undefined)[] = [];

  /** With those of another process, as `fork` does. */
  constructor(source?: DescriptorTable) {
    if (source === undefined) return;
    for (const descriptor of source.#descriptors) {
      if (descriptor !== undefined) descriptor.file.references++;
      this.#descriptors.push(descriptor && { file: descriptor.file, closeOnExec: descriptor.closeOnExec });
    }
  }

  find(number: number): Descriptor | undefined {
    return this.#descriptors[number];
  }

  get(number: number): Descriptor {
    return this.#descriptors[number] ?? fail('EBADF');
  }

  file(number: number): OpenFile {
    return this.get(number).file;
  }

  /** Numbers in use. */
  numbers(): number[] {
    const numbers: number[] = [];
    for (const [number, descriptor] of this.#descriptors.entries()) {
      if (descriptor !== undefined) numbers.push(number);
    }
    return numbers;
  }

  /** Gives the file the lowest free number from `least` on. */
  add(file: OpenFile, closeOnExec = false, least = 0): number {
    let number = least;
    while (this.#descriptors[number] !== undefined) number++;
    if (number >= maxDescriptors) {
      if (file.references === 0) file.close();
      fail('EMFILE');
    }
    this.#put(number, file, closeOnExec);
    return number;
  }

  /** Makes `number` refer to the file, closing what it referred to. */
  replace(number: number, file: OpenFile, closeOnExec: boolean): void {
    if (number < 0 || number >= maxDescriptors) fail('EBADF');
    // Before the close, in case both are the same file.
    file.references++;
    if (this.#descriptors[number] !== undefined) this.close(number);
    file.references--;
    this.#put(number, file, closeOnExec);
  }

  #put(number: number, file: OpenFile, closeOnExec: boolean): void {
    while (this.#descriptors.length < number) this.#descriptors.push(undefined);
    file.references++;
    this.#descriptors[number] = { file, closeOnExec };
  }

  close(number: number): void {
    const { file } = this.get(number);
    this.#descriptors[number] = undefined;
    if (--file.references === 0) file.close();
  }

  closeOnExec(): void {
    for (const number of this.numbers()) if (this.find(number)?.closeOnExec) this.close(number);
  }

  closeAll(): void {
    for (const number of this.numbers()) this.close(number);
    this.#descriptors.length = 0;
  }
}
