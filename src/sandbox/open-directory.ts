/** An open directory: its listing as it was when reading began, so that changes meanwhile neither skip nor repeat. */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { DirectoryInode, Inode } from '../filesystem/inode.ts';
import { fail } from './errno.ts';
import type { MountTable, Place } from './mounts.ts';
import { OpenFile } from './open-file.ts';
import type { Process } from './process.ts';

export interface ListedEntry {
  readonly name: ByteString;
  readonly inode: Inode;
}

export class OpenDirectory extends OpenFile {
  readonly inode: DirectoryInode;
  readonly #place: Place;
  readonly #mounts: MountTable;
  #listing: readonly ListedEntry[] | undefined;

  constructor(flags: number, place: Place, inode: DirectoryInode, path: ByteString, mounts: MountTable) {
    super(flags, place, path);
    this.#place = place;
    this.inode = inode;
    this.#mounts = mounts;
  }

  /** All entries, `.` and `..` first. `from` 0 reads them anew. */
  listing(from: number): readonly ListedEntry[] {
    if (from === 0 || this.#listing === undefined) this.#listing = this.#read();
    return this.#listing;
  }

  #read(): ListedEntry[] {
    const { inode } = this;
    const { mount } = this.#place;
    if (mount === this.#mounts.root) this.#mounts.observation.list(inode);
    const parent = this.#mounts.above({ mount, inode }).inode;
    const entries: ListedEntry[] = [
      { name: '.', inode },
      { name: '..', inode: parent },
    ];
    for (const name of inode.names()) {
      const child = inode.get(name);
      if (child !== undefined) entries.push({ name, inode: this.#mounts.resolve(mount, child).inode });
    }
    return entries;
  }

  override read(_process: Process, _target: Uint8Array): number {
    return fail('EISDIR');
  }

  override seek(offset: number, _from: number): number {
    if (offset !== 0) fail('EINVAL');
    this.#listing = undefined;
    return 0;
  }
}
