import type { FileDifference } from '../../../build/events.ts';
import type { Catalogue } from '../words.ts';

export const why: Catalogue['why'] = {
  brief: {
    hit: 'gleiche Eingaben',
    firstTime: 'zum ersten Mal',
    instructionChanged: 'Anweisung geändert',
    filesChanged: (path, total) => (total > 1 ? `${path} + ${total - 1} geändert` : `${path} geändert`),
    buildArgChanged: (name) => `Build-Argument ${name} geändert`,
    environmentChanged: (name) => `Umgebung ${name} geändert`,
    parentChanged: 'früherer Schritt lief',
    merged: 'Layer wiederverwendet',
    baseImageChanged: 'Basis-Image geändert',
    cacheDisabled: 'Cache ist aus',
    cacheLost: 'Cache-Eintrag verloren',
  },
  sentence: {
    hit: (ignored) =>
      ignored.length === 0
        ? 'Aus dem Cache: Die Anweisung und alles, was sie liest, sind wie zuvor.'
        : `Aus dem Cache: Die Anweisung und alles, was sie liest, sind wie zuvor. Zählt nicht: ${ignored.join('; ')}.`,
    firstTime: 'Lief, weil dieser Schritt noch nie gebaut wurde.',
    instructionChanged: (before, after) =>
      `Lief, weil die Anweisung geändert wurde, von „${before}“ zu „${after}“.`,
    filesChanged: (files, total) => {
      const named = files.slice(0, 3).map((file) => `${file.path} (${difference[file.what]})`);
      const more = total - named.length;
      return `Lief, weil sich ${total === 1 ? 'eine Datei, die er liest,' : `${total} Dateien, die er liest,`} geändert ${total === 1 ? 'hat' : 'haben'}: ${named.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}.`;
    },
    buildArgChanged: (name, before, after) =>
      `Lief, weil sich das Build-Argument ${name} geändert hat, ${fromTo(before, after)}.`,
    environmentChanged: (name, before, after) =>
      `Lief, weil sich die Umgebungsvariable ${name} geändert hat, ${fromTo(before, after)}.`,
    merged: (label) =>
      `Sein eigener Layer kam aus dem Cache und wurde über das gelegt, was darunter neu ist: ${label}.`,
    parentChanged: (label) => `Lief, weil ein Schritt, auf dem er aufbaut, wieder lief: ${label}.`,
    baseImageChanged: (before, after) =>
      `Lief, weil sich das Basis-Image geändert hat, von ${before} zu ${after}.`,
    cacheDisabled: 'Lief, weil der Cache für diesen Build ausgeschaltet ist.',
    cacheLost: (detail) =>
      `Lief, obwohl er schon gebaut war, weil das Ergebnis im Cache nicht mehr zu lesen ist: ${detail}.`,
  },
  step: {
    queued: 'Wartet auf die Schritte davor.',
    running: 'Läuft gerade.',
    failed: 'Der Schritt ist fehlgeschlagen.',
    notReached: 'Nicht erreicht: Der Build endete vor diesem Schritt.',
    cancelled: 'Angehalten, bevor er fertig war; nichts davon wird aufgehoben.',
  },
};

const difference: Readonly<Record<FileDifference['what'], string>> = {
  added: 'neu',
  removed: 'weg',
  content: 'Inhalt',
  mode: 'Rechte',
  owner: 'Eigentümer',
  type: 'Art',
  'link target': 'Ziel des Links',
};

function fromTo(before: string | undefined, after: string | undefined): string {
  const quoted = (value: string | undefined): string =>
    value === undefined ? 'nicht gesetzt' : `„${value}“`;
  return `von ${quoted(before)} zu ${quoted(after)}`;
}
