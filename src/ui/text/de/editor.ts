import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const editor: Catalogue['editor'] = {
  label: (path) => `Editor: ${path}`,
  none: 'Wählen Sie eine Datei, um sie zu bearbeiten.',
  binary: (size) =>
    `Diese Datei ist kein Text (${formatBytes(size)}) und kann hier nicht bearbeitet werden. COPY nimmt sie, wie sie ist.`,
  tooLarge: (size) =>
    `Diese Datei hat ${formatBytes(size)}, zu viel, um sie hier zu bearbeiten. COPY nimmt sie, wie sie ist.`,
  problems: (errors, warnings) =>
    [
      errors ? plural(errors, 'Fehler', 'Fehler') : '',
      warnings ? plural(warnings, 'Warnung', 'Warnungen') : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
};
