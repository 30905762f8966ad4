/** What a process without a terminal reads. */
import { openFlag } from './abi.ts';
import { InputFile, OpenDevice } from './open-device.ts';
import type { OpenFile } from './open-file.ts';
import { walkPath } from './path-walk.ts';
import type { Process } from './process.ts';

/** /dev/null, when the process has no input. */
export function nullDevice(process: Process): OpenFile {
  const path = '/dev/null';
  const { mount, inode } = walkPath(process, process.rootDirectory, path, true);
  return inode?.type === 'character-device'
    ? new OpenDevice(openFlag.read, { mount, inode }, inode, path)
    : new InputFile(openFlag.read, new Uint8Array(0));
}
