import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';

export const files = {
  title: 'Files',
  tree: 'Project files',
  summary: (files: number, bytes: number) => `${plural(files, 'file', 'files')}, ${formatBytes(bytes)}`,
  newFile: 'New file',
  newFolder: 'New folder',
  uploadFiles: 'Add files from your computer',
  uploadFolder: 'Add a folder from your computer',
  rename: 'Rename',
  remove: 'Delete',
  menu: (path: string) => `Actions for ${path}`,
  executable: 'Executable',
  executableOf: (path: string) => `${path} is executable`,
  notExecutableOf: (path: string) => `${path} is not executable`,
  namePrompt: 'Name, or path from the project’s root',
  dropHere: 'Drop files or folders to add them to the build context',
  empty: 'No files yet. Add a Dockerfile to begin, or drop a folder here.',
  confirmRemove: (path: string, files: number) =>
    files > 1 ? `Delete ${path} and the ${files} files in it?` : `Delete ${path}?`,
  reading: (done: number, total: number) => `Reading file ${done} of ${total}`,
  added: (count: number) => `${plural(count, 'file', 'files')} added.`,
  replaceTitle: (name: string) => `Open “${name}” as the project?`,
  replaceBody: (name: string, files: number) =>
    `The folder has a Dockerfile and ${plural(files, 'file', 'files')} in all. Opened as the project, it takes the place of the files that are here now. Added, it becomes the folder ${name}/ of this project.`,
  replaceYes: 'Open as project',
  replaceNo: 'Add as a folder',
  pathProblem: {
    empty: 'Type a name.',
    dots: 'A path can’t contain “..”: everything stays inside the build context.',
    'too-long': 'That path is too long; 1,024 characters are the most.',
    'control-character': 'A name can’t contain control characters.',
    taken: 'There is already something with that name.',
    'inside-file': 'That would be inside a file; choose another folder.',
    'inside-itself': 'A folder can’t be moved into itself.',
  },
  refused: {
    'file-size': (path: string, size: number, limit: number) =>
      `${path} was not added: it is ${formatBytes(size)}, and one file may have ${formatBytes(limit)} here. If the image needs it, let a RUN step make it; if not, leave it out of the build context.`,
    'total-size': (path: string, size: number, limit: number) =>
      `${path} (${formatBytes(size)}) was not added: all files together may have ${formatBytes(limit)}. Delete what the image doesn’t need, then add it again.`,
    files: (path: string, _size: number, _limit: number) =>
      `${path} was not added: a project may have 20,000 files. Leave out folders such as node_modules; a RUN step makes them.`,
    path: (path: string, _size: number, _limit: number) =>
      `${path} was not added: a folder or file of that name is in its way, or its name has characters that can’t be used. Rename one of them.`,
  },
  refusedMore: (count: number) =>
    `${plural(count, 'more file was', 'more files were')} not added, for the same reasons.`,
  unreadable: (path: string) =>
    `${path} could not be read. If it was moved or changed meanwhile, drop it again.`,
} as const;
