import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const cache: Catalogue['cache'] = {
  tab: 'Cache',
  label: (stage) => `Cache-Schlüssel von ${stage}, ein Schloss je Schritt`,
  help: 'Jedes Schloss ist der Cache-Schlüssel eines Schritts, gemacht aus dem Schlüssel davor und aus dem, was der Schritt liest. Solange ein Schlüssel passt, kommt die Schicht aus dem Cache. Ab dem ersten, der nicht passt, ist jedes Schloss darunter ein anderes.',
  state: {
    fits: 'passt',
    first: 'erster neuer Schlüssel',
    broken: 'neuer Schlüssel',
    open: 'noch kein Schlüssel',
  },
  keyOf: (text) => `Der Schlüssel von ${text}`,
  none: 'Diese Anweisung ändert nur die Konfiguration des Images. Sie hat keinen eigenen Schlüssel: Schritte darunter sehen sie durch Umgebung, Benutzer und Arbeitsverzeichnis.',
  notYet: 'Der Schlüssel ist bekannt, wenn der Schritt fertig ist.',
  madeOf: 'Er ist gemacht aus',
  changed: 'geändert',
  part: {
    instruction: 'der Anweisung',
    below: 'dem, worauf er steht',
    image: 'dem Basis-Image',
    files: 'dem, was er liest',
    variables: 'Argumenten und Umgebung',
    setting: 'wo und wie er läuft',
    epoch: 'SOURCE_DATE_EPOCH',
  },
  belowKey: (key, text) => (text === undefined ? key : `${key}, der Schlüssel von ${text}`),
  files: (count, key) =>
    count === undefined
      ? `Dateien, bekannt durch den Schlüssel ${key}`
      : `${plural(count, 'Datei oder Ordner', 'Dateien und Ordner')}, Inhalt ${key}`,
  scratch: 'nichts: FROM scratch',
};
