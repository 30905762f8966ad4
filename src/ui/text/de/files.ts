import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const fileCount = (count: number): string => plural(count, 'Datei', 'Dateien');

export const files: Catalogue['files'] = {
  title: 'Dateien',
  tree: 'Dateien des Projekts',
  summary: (files, bytes) => `${fileCount(files)}, ${formatBytes(bytes)}`,
  newFile: 'Neue Datei',
  newFolder: 'Neuer Ordner',
  uploadFiles: 'Dateien vom Computer hinzufügen',
  uploadFolder: 'Einen Ordner vom Computer hinzufügen',
  rename: 'Umbenennen',
  remove: 'Löschen',
  menu: (path) => `Aktionen für ${path}`,
  executable: 'Ausführbar',
  executableOf: (path) => `${path} ist ausführbar`,
  notExecutableOf: (path) => `${path} ist nicht ausführbar`,
  namePrompt: 'Name, oder Pfad vom Projektordner aus',
  dropHere: 'Dateien oder Ordner hier ablegen: Sie kommen in den Build-Kontext',
  empty: 'Noch keine Dateien. Legen Sie ein Dockerfile an, oder ziehen Sie einen Ordner hierher.',
  confirmRemove: (path, files) =>
    files > 1 ? `${path} und die ${files} Dateien darin löschen?` : `${path} löschen?`,
  reading: (done, total) => `Lese Datei ${done} von ${total}`,
  added: (count) => `${fileCount(count)} hinzugefügt.`,
  replaceTitle: (name) => `„${name}“ als Projekt öffnen?`,
  replaceBody: (name, files) =>
    `Der Ordner hat ein Dockerfile und insgesamt ${fileCount(files)}. Als Projekt geöffnet ersetzt er die Dateien, die jetzt hier sind. Hinzugefügt wird er zum Ordner ${name}/ dieses Projekts.`,
  replaceYes: 'Als Projekt öffnen',
  replaceNo: 'Als Ordner hinzufügen',
  pathProblem: {
    empty: 'Geben Sie einen Namen ein.',
    dots: 'Ein Pfad darf kein „..“ enthalten: Alles bleibt im Build-Kontext.',
    'too-long': 'Dieser Pfad ist zu lang; höchstens 1.024 Zeichen sind möglich.',
    'control-character': 'Ein Name darf keine Steuerzeichen enthalten.',
    taken: 'Etwas mit diesem Namen gibt es schon.',
    'inside-file': 'Das läge in einer Datei; wählen Sie einen anderen Ordner.',
    'inside-itself': 'Ein Ordner kann nicht in sich selbst verschoben werden.',
  },
  refused: {
    'file-size': (path, size, limit) =>
      `${path} wurde nicht hinzugefügt: Die Datei hat ${formatBytes(size)}, hier darf eine Datei ${formatBytes(limit)} haben. Braucht das Image sie, lassen Sie sie von einem RUN-Schritt erzeugen; sonst lassen Sie sie aus dem Build-Kontext.`,
    'total-size': (path, size, limit) =>
      `${path} (${formatBytes(size)}) wurde nicht hinzugefügt: Alle Dateien zusammen dürfen ${formatBytes(limit)} haben. Löschen Sie, was das Image nicht braucht, und versuchen Sie es noch einmal.`,
    files: (path) =>
      `${path} wurde nicht hinzugefügt: Ein Projekt darf 20.000 Dateien haben. Lassen Sie Ordner wie node_modules weg; ein RUN-Schritt erzeugt sie.`,
    path: (path) =>
      `${path} wurde nicht hinzugefügt: Ein Ordner oder eine Datei dieses Namens ist im Weg, oder der Name hat Zeichen, die nicht möglich sind. Benennen Sie eines von beiden um.`,
  },
  refusedMore: (count) =>
    `${plural(count, 'weitere Datei wurde', 'weitere Dateien wurden')} aus denselben Gründen nicht hinzugefügt.`,
  unreadable: (path) =>
    `${path} konnte nicht gelesen werden. Wurde die Datei inzwischen verschoben oder geändert, legen Sie sie noch einmal ab.`,
};
