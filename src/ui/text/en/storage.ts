import { formatBytes } from '../format.ts';

export const storage = {
  title: 'Storage',
  unknown: 'Storage…',
  used: (bytes: number) => `${formatBytes(bytes)} kept`,
  memory: 'Memory only',
  kept: 'Kept in this browser',
  quota: (usage: number, quota: number) => `${formatBytes(usage)} of ${formatBytes(quota)} used by this site`,
  persisted: 'The browser promised to keep it.',
  notPersisted: 'The browser may clear it when space gets short; then steps run again.',
  memoryNotice: 'Nothing will be remembered after this page closes',
  memoryReason: (reason: string | undefined) =>
    reason ?? 'This browser window doesn’t offer storage, as private windows do.',
  showAll: 'Show all that is stored',
  saveFailed: (message: string) => `Your latest edits could not be saved: ${message}`,
  standIn: 'stand-in',
  missing: (names: readonly string[]) => `Without: ${names.join(', ')}`,
} as const;
