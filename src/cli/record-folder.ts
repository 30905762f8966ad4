/**
 * Records by key in a folder, one file each: a checksum, the key, and the record as V8 serialises it. A file that
 * is damaged, cut short or of another version of Node is as good as absent.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { freshNote, type KeptNote, type RecordNote } from '../store/record-note.ts';
import { removeAbandoned, writeCheckedFile } from './atomic-file.ts';
import { absent } from './blob-folder.ts';

const checksumLength = 32;

export interface KeptRecord<T> {
  readonly key: string;
  readonly record: T;
  /** Which blobs it needs; absent where it needs none. */
  readonly note?: KeptNote;
}

export class RecordFolder<T> {
  readonly #folder: string;

  constructor(folder: string, name: string) {
    this.#folder = join(folder, 'records', name);
  }

  async tidy(): Promise<void> {
    await removeAbandoned(this.#folder);
  }

  async get(key: string): Promise<T | undefined> {
    const found = await this.#read(this.#path(key));
    return found?.key === key ? found.record : undefined;
  }

  async put(key: string, record: T, note?: RecordNote): Promise<void> {
    const before = note && (await this.#read(this.#path(key)))?.note;
    await this.#write({ key, record, ...(note && { note: freshNote(note, before, Date.now()) }) });
  }

  /** Notes that the record served now. It only orders what is forgotten first, so a failure is no matter. */
  used(key: string): void {
    const noting = this.#read(this.#path(key)).then(async (kept) => {
      if (kept?.note !== undefined)
        await this.#write({ ...kept, note: freshNote(kept.note, kept.note, Date.now()) });
    });
    noting.catch(() => undefined);
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  /** All that can be read, sorted by key. */
  async list(): Promise<readonly KeptRecord<T>[]> {
    const names = (await readdir(this.#folder).catch(absent)) ?? [];
    const found = await Promise.all(
      names.filter((name) => name.endsWith('.record')).map((name) => this.#read(join(this.#folder, name))),
    );
    return found.flatMap((each) => each ?? []).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async #write(kept: KeptRecord<T>): Promise<void> {
    const content = serialize(kept);
    await writeCheckedFile(this.#path(kept.key), [checksum(content), content]);
  }

  async #read(path: string): Promise<KeptRecord<T> | undefined> {
    let bytes: Buffer;
    try {
      // Records are small: the turns of a thread pool would take longer than the reading.
      bytes = readFileSync(path);
    } catch (error) {
      return absent(error);
    }
    const content = bytes.subarray(checksumLength);
    if (!checksum(content).equals(bytes.subarray(0, checksumLength))) return undefined;
    try {
      return deserialize(content);
    } catch {
      return undefined;
    }
  }

  /** Keys may be long and hold any character. */
  #path(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.record`);
  }
}

function checksum(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
