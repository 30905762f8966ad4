import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const stack: Catalogue['stack'] = {
  title: 'Schichten',
  label: 'Schichten des Images, die neueste zuerst',
  maker: { base: 'Basis-Image', dependencies: 'Abhängigkeiten', code: 'Ihr Code' },
  rule: {
    base: 'Basis-Image: was FROM mitbringt.',
    dependencies:
      'Abhängigkeiten: was ein Paketmanager installiert, was läuft, bevor Ihre erste Datei da ist, und was aus dem Netz oder einem anderen Image kommt.',
    code: 'Ihr Code: die Dateien, die Sie kopieren, und was Befehle und andere Stages daraus machen.',
  },
  row: (text, who, bytes, layers) =>
    `${text}. ${who}${who.endsWith('.') ? '' : '.'} ${layers > 1 ? `${plural(layers, 'Schicht', 'Schichten')}, ` : ''}${bytes === undefined ? 'noch nicht entstanden' : formatBytes(bytes)}`,
  waiting: 'noch nicht entstanden',
  count: (layers) => plural(layers, 'Schicht', 'Schichten'),
  scale: 'Die Länge eines Balkens sagt, wie viele Bytes es sind: jede Marke das Tausendfache der vorigen.',
};
