import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';

export const editor = {
  label: (path: string) => `Editor: ${path}`,
  none: 'Choose a file to edit it.',
  binary: (size: number) =>
    `This file isn’t text (${formatBytes(size)}), so it can’t be edited here. COPY takes it as it is.`,
  tooLarge: (size: number) =>
    `This file is ${formatBytes(size)}, too large to edit here. COPY takes it as it is.`,
  problems: (errors: number, warnings: number) =>
    [errors ? plural(errors, 'error', 'errors') : '', warnings ? plural(warnings, 'warning', 'warnings') : '']
      .filter((part) => part !== '')
      .join(', '),
} as const;
