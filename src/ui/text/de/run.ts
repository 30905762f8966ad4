import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const parts = {
  'image-entrypoint': 'ENTRYPOINT des Images',
  'image-cmd': 'CMD des Images',
  'flag-entrypoint': '--entrypoint',
  arguments: 'nach dem Image eingegeben',
} as const;

function exitCode(code: number): string {
  switch (code) {
    case 0:
      return 'Es endete ohne Fehler.';
    case 125:
      return 'Exit-Code 125: Docker selbst hat abgelehnt, bevor im Container etwas lief.';
    case 126:
      return 'Exit-Code 126: Die Datei gibt es, aber sie kann nicht als Programm laufen. Ist sie ausführbar (chmod +x)?';
    case 127:
      return 'Exit-Code 127: Dieses Programm gibt es im Image nicht. Suchen Sie einen Tippfehler, und sehen Sie nach, was in PATH steht.';
    case 130:
      return 'Exit-Code 130: 128 + 2, also hat Strg-C (SIGINT) es beendet.';
    case 137:
      return 'Exit-Code 137: 128 + 9, also hat SIGKILL es beendet. docker stop sendet es, wenn etwas nicht rechtzeitig von selbst endet.';
    case 143:
      return 'Exit-Code 143: 128 + 15, also hat SIGTERM es beendet, wie docker stop es sendet.';
    case 255:
      return 'Exit-Code 255: Das Programm konnte gar nicht ausgeführt werden, oder es hat das selbst gesagt.';
    default:
      return code > 128 && code < 160
        ? `Exit-Code ${code}: 128 + ${code - 128}, also hat dieses Signal es beendet.`
        : `Exit-Code ${code}: Das hat das Programm selbst gesagt. Seine Ausgabe sagt, warum.`;
  }
}

export const run: Catalogue['run'] = {
  title: 'Ausführen',
  form: 'Einen Container ausführen',
  image: 'Image',
  imageBuilt: 'das zuletzt gebaute Image',
  command: 'Befehl',
  commandHint: 'wie das Image sagt',
  commandHelp: 'Ersetzt CMD. An einen ENTRYPOINT wird er angehängt.',
  entrypoint: '--entrypoint',
  entrypointUse: 'ENTRYPOINT ersetzen',
  entrypointHint: 'nichts: gar kein ENTRYPOINT',
  env: 'Variablen (-e)',
  envHint: 'NAME=Wert, je Zeile eine',
  volumes: 'Dateien des Projekts (-v)',
  volumesHint: './src:/mnt:ro, je Zeile eins',
  volumesHelp: 'Was ein Container dort schreibt, bleibt im Container: Ihr Projekt behält seine Dateien.',
  workdir: 'Ordner (-w)',
  user: 'Benutzer (-u)',
  name: 'Name (--name)',
  terminal: 'Mit einem Terminal (-it)',
  remove: 'Vergessen, wenn er endet (--rm)',
  more: 'Mehr Optionen',
  start: 'Ausführen',
  starting: 'Wird gestartet…',
  atHome: 'Dasselbe zu Hause',
  refused: (code) => `Der Container ist nicht gestartet. ${exitCode(code)}`,
  badLine: (message) => `Der Befehl ist nicht zu lesen: ${message}`,
  badVolume: (line) =>
    `„${line}“ ist kein Mount. Schreiben Sie ./src:/mnt, oder ./src:/mnt:ro nur zum Lesen.`,
  list: 'Container',
  none: 'Noch kein Container. Wählen Sie ein Image und führen Sie es aus: Was er schreibt, kommt in eine eigene Schicht.',
  running: 'läuft',
  exited: (code) => `beendet (${code})`,
  exitCode,
  lost: 'Die Container sind weg: Einer von ihnen ließ niemanden sonst an die Reihe, deshalb mussten alle beendet werden.',
  stop: 'Anhalten',
  stopTitle: (signal) => `docker stop: ${signal}, und nach 10 Sekunden SIGKILL`,
  stopping: 'Wird angehalten…',
  kill: 'Töten',
  killTitle: 'docker kill: SIGKILL, sofort',
  removeButton: 'Entfernen',
  removeTitle: 'docker rm: vergisst den Container und was er schrieb',
  exec: 'Zweites Terminal',
  execTitle: 'docker exec -it: noch ein Prozess in diesem Container',
  commit: 'Commit…',
  commitTitle: 'docker commit: macht ein Image aus dem, was jetzt im Container ist',
  commitName: 'Name des neuen Images',
  commitMessage: 'Was getan wurde (-m)',
  commitDo: 'Image machen',
  committed: (name) => `${name} ist jetzt ein Image: Führen Sie es aus, oder schreiben Sie FROM ${name}.`,
  wasKilled: 'Er endete nicht rechtzeitig von selbst, deshalb wurde er getötet.',
  tabs: 'Zu diesem Container',
  tabChanges: 'Beschreibbare Schicht',
  tabOrigin: 'Wie er startete',
  terminalOf: (command) => `Terminal von ${command}`,
  terminalKeys: 'Das Terminal nimmt alle Tasten. F6 führt weiter zum nächsten Teil der Seite.',
  endedTab: (command, code) => `${command} (${code})`,
  commandLine: 'Was läuft',
  from: (part) => parts[part],
  shellForm: 'Shell-Form: /bin/sh -c und ein Text.',
  overruled: (what, words, by) =>
    `${parts[what]}, ${words}, zählt nicht: ${
      by === 'arguments'
        ? 'An seine Stelle tritt, was nach dem Image eingegeben wurde.'
        : 'Mit --entrypoint zählen weder ENTRYPOINT noch CMD des Images.'
    }`,
  ignoresArguments:
    'Der ENTRYPOINT hat Shell-Form; die Shell bekommt einen Text und sieht nie, was dahinter steht. In Exec-Form, ENTRYPOINT ["…"], täte sie es.',
  facts: 'Mit',
  factUser: (user) => `Benutzer ${user === '' ? 'root' : user}`,
  factWorkdir: (path) => `Ordner ${path}`,
  factStop: (signal) => `angehalten durch ${signal}`,
  exposed: (ports) =>
    `EXPOSE ${ports.join(', ')}: nur eine Notiz. Sie veröffentlicht nichts: Zu Hause täte es docker run -p 8080:${
      ports[0]?.split('/')[0] ?? '80'
    }.`,
  mountProject: (source, target, readOnly) =>
    `${source} des Projekts unter ${target}${readOnly ? ', nur zum Lesen' : ''}`,
  mountVolume: (target) => `ein Volume unter ${target}: gehört nicht zur beschreibbaren Schicht`,
  changesIntro:
    'Was dieser Container über sein Image schrieb. Mit dem Container wird es vergessen; ein Commit behält es.',
  changesNone: 'Nichts: Der Container ließ sein Image, wie es ist.',
  changesRefresh: 'Noch einmal nachsehen',
  changesCount: (count) => plural(count, 'Änderung', 'Änderungen'),
};
