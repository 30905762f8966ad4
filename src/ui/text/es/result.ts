import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const result: Catalogue['result'] = {
  title: 'Su imagen',
  facts: (layers, bytes) => `${plural(layers, 'capa', 'capas')}, ${formatBytes(bytes)}`,
  digest: 'ID de la imagen',
  download: 'Descargar la imagen',
  formats: {
    docker: 'Imagen para docker load',
    oci: 'Diseño OCI',
    filesystem: 'Solo los archivos',
  },
  formatHelp: {
    docker: 'Un tar que acepta «docker load -i».',
    oci: 'Un tar con un diseño de imagen OCI, para skopeo, umoci y otros.',
    filesystem: 'Un tar con todos los archivos de la imagen, sin su configuración.',
  },
  packing: 'Empaquetando…',
  failed: (message) => `La descarga falló: ${message}`,
  rebuild: 'Edite un archivo y construya de nuevo: solo se ejecuta lo que depende de él.',
};
