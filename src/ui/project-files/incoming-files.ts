/** Files that a person chose or dropped: whole folders walked, each with the path it would have in the project. */
import type { IncomingFile } from '../model/project.ts';
import { projectLimits } from '../model/project.ts';

export interface ChosenFile extends IncomingFile {
  readonly file: File;
}

/** Files of an `<input type="file">`, with or without `webkitdirectory`. */
export function filesOfInput(input: HTMLInputElement): readonly ChosenFile[] {
  return [...(input.files ?? [])].map((file) => ({
    file,
    path: file.webkitRelativePath || file.name,
    size: file.size,
  }));
}

/**
 * Files of a drop, folders walked. Must be called while the drop event is handled: afterwards the browser
 * forgets what was dropped. Walking stops a little above the limit on files, which then refuses the rest.
 */
export async function filesOfDrop(transfer: DataTransfer): Promise<readonly ChosenFile[]> {
  const items = [...transfer.items].map((item) => {
    const entry = item.webkitGetAsEntry();
    // What other programs hand over without it lying on a disk has no entry.
    return { entry, file: entry === null ? item.getAsFile() : null };
  });
  const found: ChosenFile[] = [];
  for (const { entry, file } of items) {
    if (entry !== null) await walk(entry, found);
    else if (file !== null) found.push({ file, path: file.name, size: file.size });
  }
  return found;
}

async function walk(entry: FileSystemEntry, found: ChosenFile[]): Promise<void> {
  if (found.length > projectLimits.files) return;
  const path = entry.fullPath.replace(/^\/+/, '');
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path, size: file.size });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    for (;;) {
      // A reader answers in batches, and with an empty one at the end.
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (batch.length === 0) break;
      for (const child of batch) await walk(child, found);
    }
  }
}

/** The one folder that all files lie in, when it has a Dockerfile of its own: probably a whole project. */
export function projectFolder(files: readonly IncomingFile[]): string | undefined {
  const [first] = files;
  const name = first?.path.includes('/') ? first.path.split('/')[0] : undefined;
  if (name === undefined || !files.every((file) => file.path.startsWith(`${name}/`))) return undefined;
  return files.some((file) => file.path === `${name}/Dockerfile`) ? name : undefined;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
