import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const editor: Catalogue['editor'] = {
  label: (path) => `Editor: ${path}`,
  none: 'Elija un archivo para editarlo.',
  binary: (size) =>
    `Este archivo no es texto (${formatBytes(size)}), así que aquí no se puede editar. COPY lo toma tal como es.`,
  tooLarge: (size) =>
    `Este archivo ocupa ${formatBytes(size)}, demasiado para editarlo aquí. COPY lo toma tal como es.`,
  problems: (errors, warnings) =>
    [
      errors ? plural(errors, 'error', 'errores') : '',
      warnings ? plural(warnings, 'advertencia', 'advertencias') : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
};
