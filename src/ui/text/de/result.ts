import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const result: Catalogue['result'] = {
  title: 'Ihr Image',
  facts: (layers, bytes) => `${plural(layers, 'Schicht', 'Schichten')}, ${formatBytes(bytes)}`,
  digest: 'Image-ID',
  download: 'Image herunterladen',
  formats: {
    docker: 'Image für docker load',
    oci: 'OCI-Layout',
    filesystem: 'Nur die Dateien',
  },
  formatHelp: {
    docker: 'Ein tar, das „docker load -i“ nimmt.',
    oci: 'Ein tar mit einem OCI-Image-Layout, für skopeo, umoci und andere.',
    filesystem: 'Ein tar mit allen Dateien des Images, ohne seine Konfiguration.',
  },
  packing: 'Wird gepackt…',
  failed: (message) => `Das Herunterladen ist fehlgeschlagen: ${message}`,
  rebuild: 'Ändern Sie eine Datei und bauen Sie noch einmal: Nur was von ihr abhängt, läuft.',
};
