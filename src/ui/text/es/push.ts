import { formatBytes } from '../format.ts';
import type { Catalogue } from '../words.ts';

export const push: Catalogue['push'] = {
  title: 'Subir a un registro',
  name: 'Nombre',
  namePlaceholder: 'registry.example/you/app:1.0',
  nameHelp: 'Con el registro delante. Sin él es un nombre de Docker Hub: you/app:1.0.',
  user: 'Usuario',
  password: 'Contraseña o token',
  credentialsHelp: 'Se guardan en memoria hasta que se cierra la página, y solo van a ese registro.',
  start: 'Subir',
  stop: 'Detener',
  running: (name) => `Subiendo ${name}…`,
  progress: (current, total) => `${formatBytes(current)} de ${formatBytes(total)}`,
  pushed: (name) => `Subida. Quien tenga permiso ya puede ejecutar: docker pull ${name}`,
  digest: 'Digest',
  stopped: 'Detenido. El registro no tiene etiqueta de ella; los blobs que llegaron no se envían de nuevo.',
  blobs: 'Blobs',
  waiting: 'en espera',
  sending: (sent, size) => `${formatBytes(sent)} de ${formatBytes(size)}`,
  outcome: {
    there: 'ya estaba',
    mounted: 'tomado de otro repositorio',
    sent: 'enviado',
  },
  way: { direct: 'directamente', proxy: 'a través del proxy' },
};
