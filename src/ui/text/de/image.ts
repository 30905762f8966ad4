import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const figure = (value: number): string => value.toLocaleString('de');
const fileCount = (count: number): string => plural(count, 'Datei', 'Dateien');

export const image: Catalogue['image'] = {
  area: 'Image',
  loading: 'Das Image wird gelesen…',
  notYet: 'Das Image nach diesem Schritt erscheint hier, wenn der Schritt fertig ist.',
  nothingBuilt: 'Noch nichts gebaut',
  nothingBuiltBody:
    'Drücken Sie „Bauen“. Dann können Sie hier in jede Schicht, jede Datei und jedes Byte des Images sehen.',
  building: 'Das Image erscheint hier, wenn der Build fertig ist.',
  notBuilt: 'Der letzte Build ergab kein Image',
  notBuiltBody:
    'Beheben Sie, was ihn anhielt, und bauen Sie noch einmal. In die fertigen Schritte können Sie unter „Build“ sehen.',
  moment: 'Ansehen',
  finished: 'Das fertige Image',
  id: 'Image-ID',
  facts: (layers, bytes) => `${plural(layers, 'Schicht', 'Schichten')}, ${formatBytes(bytes)}`,
  takeOut: 'Herunterladen oder hochladen',
  views: 'Was angesehen wird',
  view: {
    files: 'Dateien',
    sizes: 'Größenkarte',
    waste: 'Verschwendet',
    config: 'Konfiguration',
    manifest: 'Manifest',
    history: 'Geschichte',
    inspect: 'docker inspect',
  },
  layers: {
    title: 'Schichten',
    label: 'Schichten, die unterste zuerst',
    base: 'Basis-Image',
    line: (line) => `Zeile ${line}`,
    goToLine: (line) => `Zu Zeile ${line} des Dockerfiles`,
    changes: (added, changed, deleted) =>
      [
        ...(added > 0 ? [`${figure(added)} neu`] : []),
        ...(changed > 0 ? [`${figure(changed)} geändert`] : []),
        ...(deleted > 0 ? [`${figure(deleted)} gelöscht`] : []),
      ].join(', ') || 'keine Datei geändert',
    layer: 'Schicht ',
    digest: (digest) => `diff ID ${digest}`,
    unknown: 'Eine Schicht ohne Befehl',
  },
  waste: {
    score: 'Effizienz',
    scoreHelp:
      'Wie dive sie berechnet: die Bytes, die die Dateien mindestens brauchen, geteilt durch die Bytes, die alle Schichten für sie haben. Ein Verzeichnis, das als Ganzes gelöscht wird, senkt sie nicht; „Verborgen“ zählt seine Bytes.',
    hidden: 'Verborgen',
    hiddenHelp:
      'Bytes von Dateien, die eine spätere Schicht löscht, ersetzt oder noch einmal enthält. Schichten kommen immer nur hinzu; diese Bytes werden also weiter gespeichert, hochgeladen und geholt.',
    dive: 'Vielleicht verschwendet',
    diveHelp: 'Alle Bytes von Pfaden, die mehr als eine Schicht hat oder löscht, wie dive sie zählt.',
    of: (bytes, total) => `${formatBytes(bytes)} von ${formatBytes(total)}`,
    none: 'Nichts ist verschwendet: Jedes Byte in den Schichten ist ein Byte des Images.',
    advice: 'Was helfen würde',
    list: 'Verborgene Dateien',
    columns: { size: 'Bytes', path: 'Pfad', from: 'Gespeichert von', by: 'Verborgen von' },
    how: {
      deleted: 'gelöscht',
      replaced: 'ersetzt',
      attributes: 'Rechte oder Eigentümer geändert',
      repeated: 'noch einmal gespeichert',
    },
    more: (count) => `${figure(count)} weitere zeigen`,
    notAll: (shown, count) => `Die ${figure(shown)} größten von ${figure(count)}.`,
    layer: (number, command) => `Schicht ${number}: ${command}`,
    deletedBase: (bytes, by) =>
      `„${by}“ löscht ${formatBytes(bytes)} des Basis-Images, aber dessen Schichten bleiben, wie sie sind. Ein kleineres Basis-Image würde helfen; Löschen kann es nicht.`,
    deletedOwn: (bytes, by, from) =>
      `„${by}“ löscht ${formatBytes(bytes)}, die „${from}“ gespeichert hat. Erzeugen und löschen Sie sie in einem RUN, oder in einer eigenen Stage, dann enthält sie keine Schicht.`,
    attributes: (bytes, files, by, from) =>
      `„${by}“ ändert nur Rechte, Eigentümer oder Zeit von ${fileCount(files)}, und die Schicht enthält alle ${formatBytes(bytes)} noch einmal. Setzen Sie sie dort, wo die Dateien entstehen: „${from}“, etwa mit COPY --chmod oder --chown.`,
    attributesBase: (bytes, files, by) =>
      `„${by}“ ändert nur Rechte, Eigentümer oder Zeit von ${fileCount(files)} des Basis-Images, und die Schicht enthält alle ${formatBytes(bytes)} noch einmal.`,
    replaced: (bytes, by, from) =>
      `„${by}“ schreibt Dateien noch einmal, die „${from}“ schon gespeichert hat: ${formatBytes(bytes)} für nichts. Schreiben Sie sie einmal, am Ende.`,
    repeated: (bytes, by) =>
      `„${by}“ speichert ${formatBytes(bytes)} noch einmal, die Byte für Byte schon da sind.`,
  },
  sizes: {
    label: 'Größen von Dateien und Verzeichnissen',
    help: 'Jede Fläche ist so groß wie ihre Bytes. Pfeiltasten bewegen, Eingabe öffnet ein Verzeichnis, Rücktaste geht wieder hinauf.',
    whole: 'ganzes Image',
    upTo: (number) => `Dateisystem mit Schicht ${number}`,
    layer: 'Mit den Schichten bis',
    up: 'Hinauf',
    where: 'Wo Sie sind',
    root: 'Alle Dateien',
    tile: (path, size, share) => `${path}, ${size}, ${share}`,
    opens: 'öffnet sich',
    others: (count) => plural(count, 'kleinere', 'kleinere'),
    empty: 'Es ist kein Byte darin.',
    list: 'Die größten, als Liste',
  },
  document: {
    config: 'Die Konfiguration des Images: wie ein Container davon läuft, und woraus es besteht.',
    manifest: 'Das Manifest: was eine Registry wissen muss, um das Image herauszugeben.',
    modes: 'Wie es gezeigt wird',
    readable: 'Erklärt',
    json: 'JSON',
    keyHint: 'Wählen Sie einen Schlüssel, um zu sehen, wofür er ist.',
    unknown: 'Ein Feld, das keine Spezifikation nennt.',
    copyRaw: 'Kopieren, wie gespeichert',
    digest: 'Digest',
    size: (bytes) => `${figure(bytes)} Bytes`,
    entries: (count) => plural(count, 'Eintrag', 'Einträge'),
    lines: 'JSON, Zeile für Zeile',
    invalid: 'Das ist kein JSON.',
  },
  history: {
    title: 'Wie das Image entstand, vom ersten zum letzten',
    createdBy: 'Anweisung',
    created: 'Wann',
    size: 'Größe',
    layer: 'Schicht',
    emptyLayer: 'nur Konfiguration',
    noTrunc: 'Ganze Zeilen (--no-trunc)',
  },
  docker: {
    history: 'Was Docker ausgibt. Die Größen sind die der Dateien, ohne das tar um sie herum.',
    inspect:
      'Was Docker 28 ausgibt. GraphDriver.Data nennt zufällige Ordner auf der Platte eines Rechners; hier gibt es dazu nichts zu zeigen.',
    output: (command) => `Ausgabe von ${command}`,
  },
};
