import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';

export const result = {
  title: 'Your image',
  facts: (layers: number, bytes: number) => `${plural(layers, 'layer', 'layers')}, ${formatBytes(bytes)}`,
  digest: 'Image ID',
  download: 'Download image',
  formats: {
    docker: 'Image for docker load',
    oci: 'OCI layout',
    filesystem: 'Files only',
  },
  formatHelp: {
    docker: 'A tar that “docker load -i” takes.',
    oci: 'A tar of an OCI image layout, for skopeo, umoci and others.',
    filesystem: 'A tar of all the image’s files, without its config.',
  },
  packing: 'Packing…',
  failed: (message: string) => `The download failed: ${message}`,
  rebuild: 'Edit a file and build again: only what depends on it runs.',
} as const;
