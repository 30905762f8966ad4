import { formatBytes } from '../format.ts';
import type { Catalogue } from '../words.ts';

export const push: Catalogue['push'] = {
  title: 'In eine Registry hochladen',
  name: 'Name',
  namePlaceholder: 'registry.example/you/app:1.0',
  nameHelp: 'Mit der Registry davor. Ohne sie ist es ein Name bei Docker Hub: you/app:1.0.',
  user: 'Benutzername',
  password: 'Passwort oder Token',
  credentialsHelp:
    'Bleiben im Arbeitsspeicher, bis die Seite geschlossen wird, und gehen nur an diese Registry.',
  start: 'Hochladen',
  stop: 'Anhalten',
  running: (name) => `${name} wird hochgeladen…`,
  progress: (current, total) => `${formatBytes(current)} von ${formatBytes(total)}`,
  pushed: (name) => `Hochgeladen. Wer es darf, kann jetzt ausführen: docker pull ${name}`,
  digest: 'Digest',
  stopped:
    'Angehalten. Die Registry hat kein Tag davon; Blobs, die angekommen sind, werden nicht noch einmal gesendet.',
  blobs: 'Blobs',
  waiting: 'wartet',
  sending: (sent, size) => `${formatBytes(sent)} von ${formatBytes(size)}`,
  outcome: {
    there: 'war schon da',
    mounted: 'aus einem anderen Repository übernommen',
    sent: 'gesendet',
  },
  way: { direct: 'direkt', proxy: 'über den Proxy' },
};
