import type { Catalogue } from '../words.ts';

export const options: Catalogue['options'] = {
  title: 'Opciones',
  target: 'Etapa de destino',
  targetDefault: 'última etapa',
  targetHelp: 'Construye hasta esta etapa; las que no necesita se omiten.',
  buildArgs: 'Argumentos de build',
  buildArgsHelp: 'Un NOMBRE=valor por línea, para ARG en el Dockerfile.',
  buildArgsPlaceholder: 'VERSION=1.2',
  badBuildArg: (line) => `«${line}» no es NOMBRE=valor: los nombres son letras, cifras y _.`,
  tag: 'Nombre de la imagen',
  tagHelp: 'Así llama docker load a la imagen que descargue.',
  tagPlaceholder: 'hello:1.0',
  noCache: 'Sin caché',
  noCacheHelp: 'Ejecutar de nuevo cada paso.',
  summary: (parts) => parts.join(' · '),
};
