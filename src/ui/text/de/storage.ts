import { formatBytes } from '../format.ts';
import type { Catalogue } from '../words.ts';

export const storage: Catalogue['storage'] = {
  title: 'Speicher',
  unknown: 'Speicher…',
  used: (bytes) => `${formatBytes(bytes)} aufgehoben`,
  memory: 'Nur im Arbeitsspeicher',
  kept: 'In diesem Browser aufgehoben',
  quota: (usage, quota) => `${formatBytes(usage)} von ${formatBytes(quota)} von dieser Website belegt`,
  persisted: 'Der Browser hat versprochen, es zu behalten.',
  notPersisted: 'Der Browser darf es löschen, wenn der Platz knapp wird; dann laufen Schritte noch einmal.',
  memoryNotice: 'Nach dem Schließen dieser Seite ist alles vergessen',
  memoryReason: (reason) =>
    reason ?? 'Dieses Browserfenster bietet keinen Speicher, wie es private Fenster tun.',
  showAll: 'Alles zeigen, was gespeichert ist',
  saveFailed: (message) => `Ihre letzten Änderungen konnten nicht gespeichert werden: ${message}`,
  standIn: 'Ersatz',
  missing: (names) => `Ohne: ${names.join(', ')}`,
};
