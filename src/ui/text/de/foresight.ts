import { formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const foresight: Catalogue['foresight'] = {
  whyTab: 'Warum',
  hint: 'Ändern Sie eine Datei, dann zeigt der Graph, was der nächste Build ausführt.',
  below: {
    title: 'Was er darunter bewirkt',
    none: 'Unter ihm ist nichts: Läuft er noch einmal, läuft er allein.',
    some: (count, took) =>
      `Läuft er noch einmal, ${count === 1 ? 'tut es auch 1 Schritt' : `tun es auch ${count} Schritte`} darunter${took > 0 ? `: etwa ${formatDuration(took)} mehr` : ''}.`,
    perhaps: 'es sei denn, die Dateien, die er nimmt, bleiben dieselben',
  },
  files: {
    title: 'Was sich änderte',
    more: (count) => `und ${count} weitere`,
    what: {
      added: 'neu',
      removed: 'weg',
      content: 'Inhalt geändert',
      mode: 'Rechte geändert',
      owner: 'Eigentümer geändert',
      type: 'von anderer Art',
      'link target': 'Link führt anderswohin',
    },
    loading: 'Wird verglichen…',
    notKept:
      'Es gibt nichts zu vergleichen: Der frühere Text ist nicht aufgehoben (nur kleine Textdateien sind es), oder alles daran ist anders.',
    same: 'Der Text ist wieder derselbe.',
    cut: (lines) => `Die ersten ${lines} Zeilen des Vergleichs.`,
  },
  advice: {
    title: 'Was eine andere Reihenfolge sparen würde',
    swap: (line, other) => `Zeilen ${line} und ${other} tauschen`,
    move: (line, below) => `Zeile ${line} unter Zeile ${below} setzen`,
    split: (first, line, below) =>
      `„${first}“ an die Stelle von Zeile ${line} setzen, und Zeile ${line} unter Zeile ${below}`,
    saves: (file, after, before) =>
      `dann baut die nächste Änderung von ${file} in ${formatDuration(after)} statt in ${formatDuration(before)}.`,
    proof:
      'Es ergibt dasselbe Image: Was dazwischen läuft, sah keine der Dateien an, die später kommen, und schrieb keine davon. Die Zeiten wurden gemessen.',
    apply: 'Das Dockerfile ändern',
    applied:
      'Das Dockerfile wurde geändert. Bauen Sie einmal, dann ändern Sie etwas und bauen Sie noch einmal, um den Unterschied zu sehen.',
    undo: 'Rückgängig',
    short: (file, after, before) =>
      `Eine Änderung von ${file} könnte in ${formatDuration(after)} statt in ${formatDuration(before)} bauen.`,
    show: 'Zeigen, wie',
  },
  next: {
    run: 'läuft als Nächstes',
    perhaps: 'läuft vielleicht',
    gone: 'jetzt nicht im Dockerfile',
    label: (sentence) => `Nächster Build: ${sentence}`,
    summary: (runs, perhaps, took, isAtLeast) => {
      if (runs === 0) return 'Nächster Build: Jede Schicht kommt aus dem Cache.';
      const sure = runs - perhaps;
      const parts = [
        sure > 0 ? `${plural(sure, 'Schicht entsteht', 'Schichten entstehen')} neu` : '',
        perhaps > 0 ? `${plural(perhaps, 'Schicht', 'Schichten')} vielleicht` : '',
      ].filter((part) => part !== '');
      const time = took > 0 ? `, ${isAtLeast ? 'mindestens' : 'etwa'} ${formatDuration(took)}` : '';
      return `Nächster Build: ${parts.join(', ')}${time}.`;
    },
  },
};
