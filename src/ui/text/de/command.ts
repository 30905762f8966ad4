import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const command: Catalogue['command'] = {
  region: 'Befehlszeile',
  atHome: 'Dasselbe zu Hause',
  copy: 'Diesen Befehl kopieren',
  copied: 'Kopiert',
  open: 'Die Befehlszeile öffnen',
  close: 'Die Befehlszeile schließen',
  log: 'Befehle und was sie ausgaben',
  prompt: 'Einen docker-Befehl eingeben',
  placeholder: 'docker build . — oder help',
  welcome:
    'Dockers Befehle gehen hier, mit dem, was diese Seite baut. Geben Sie help ein, um zu sehen, welche.',
  answer: 'Antworten Sie y oder n',
  dropped: (lines) => `${plural(lines, 'frühere Zeile', 'frühere Zeilen')} nicht gezeigt`,
  candidates: 'Möglich',
  running: 'Ein Build läuft. Halten Sie ihn erst an, oder warten Sie.',
  noShell: (program) =>
    `${program}: Das ist keine Shell, hier gehen nur Dockers Befehle. Geben Sie help ein, um zu sehen, welche; Programme laufen in einem Container, mit docker run.`,
  shellOnly:
    'Hier geht nur ein docker-Befehl je Zeile: Pipes, Umleitungen und Variablen sind für eine Shell.',
  notHere: (subject) =>
    `${subject} hat Docker, diese Seite nicht. Geben Sie help ein, um zu sehen, was es gibt.`,
  unknown: 'Geben Sie help ein, um zu sehen, welche Befehle hier gehen.',
  context: 'Der Build-Kontext ist immer dieses Projekt: docker build .',
  noFile: (path) => `Das Projekt hat keine Datei ${path}.`,
  badBuildArg: (text) => `Ein Build-Argument schreibt man NAME=Wert, nicht ${text}.`,
  noNetworkImage: 'Bauen Sie erst ein Image mit einem Namen: docker build -t NAME .',
  noRun:
    'Er läuft. Ein Terminal dazu braucht die Ansicht „Ausführen“ der Seite, die nicht da ist: docker ps zeigt ihn.',
  ended: (code) => `Er endete mit Exit-Code ${code}.`,
  help: {
    title: 'Das geht hier, wie in Docker 28:',
    others: 'Auch: help BEFEHL, clear. Auf und Ab gehen durch das Eingegebene, Tab ergänzt.',
    usage: 'Aufruf',
    aliases: 'Andere Namen',
    options: 'Optionen, die hier gehen',
    clear: 'Diese Liste leeren',
  },
};
