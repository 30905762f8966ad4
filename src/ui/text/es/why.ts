import type { FileDifference } from '../../../build/events.ts';
import type { Catalogue } from '../words.ts';

export const why: Catalogue['why'] = {
  brief: {
    hit: 'mismas entradas',
    firstTime: 'primera vez',
    instructionChanged: 'cambió la instrucción',
    filesChanged: (path, total) => (total > 1 ? `cambió ${path} y ${total - 1} más` : `cambió ${path}`),
    buildArgChanged: (name) => `cambió el argumento ${name}`,
    environmentChanged: (name) => `cambió la variable ${name}`,
    parentChanged: 'se ejecutó un paso anterior',
    merged: 'capa reutilizada',
    baseImageChanged: 'cambió la imagen base',
    cacheDisabled: 'sin caché',
    cacheLost: 'registro de caché perdido',
  },
  sentence: {
    hit: (ignored) =>
      ignored.length === 0
        ? 'De la caché: la instrucción y todo lo que lee son como antes.'
        : `De la caché: la instrucción y todo lo que lee son como antes. No cuenta: ${ignored.join('; ')}.`,
    firstTime: 'Se ejecutó porque este paso nunca se había construido.',
    instructionChanged: (before, after) =>
      `Se ejecutó porque cambió la instrucción, de «${before}» a «${after}».`,
    filesChanged: (files, total) => {
      const named = files.slice(0, 3).map((file) => `${file.path} (${difference[file.what]})`);
      const more = total - named.length;
      return `Se ejecutó porque ${total === 1 ? 'cambió un archivo que lee' : `cambiaron ${total} archivos que lee`}: ${named.join(', ')}${more > 0 ? ` y ${more} más` : ''}.`;
    },
    buildArgChanged: (name, before, after) =>
      `Se ejecutó porque cambió el argumento de build ${name}, ${fromTo(before, after)}.`,
    environmentChanged: (name, before, after) =>
      `Se ejecutó porque cambió la variable de entorno ${name}, ${fromTo(before, after)}.`,
    merged: (label) => `Su propia capa vino de la caché y se puso sobre lo que es nuevo debajo: ${label}.`,
    parentChanged: (label) => `Se ejecutó porque se ejecutó de nuevo un paso sobre el que está: ${label}.`,
    baseImageChanged: (before, after) => `Se ejecutó porque cambió la imagen base, de ${before} a ${after}.`,
    cacheDisabled: 'Se ejecutó porque la caché está apagada para este build.',
    cacheLost: (detail) =>
      `Se ejecutó aunque ya se había construido, porque el resultado en la caché ya no se puede leer: ${detail}.`,
  },
  step: {
    queued: 'Espera a los pasos anteriores.',
    running: 'En marcha ahora.',
    failed: 'El paso falló.',
    notReached: 'No alcanzado: el build terminó antes de este paso.',
    cancelled: 'Detenido antes de terminar; no se guarda nada de él.',
  },
};

const difference: Readonly<Record<FileDifference['what'], string>> = {
  added: 'nuevo',
  removed: 'ya no está',
  content: 'contenido',
  mode: 'permisos',
  owner: 'dueño',
  type: 'tipo',
  'link target': 'destino del enlace',
};

function fromTo(before: string | undefined, after: string | undefined): string {
  const quoted = (value: string | undefined): string => (value === undefined ? 'sin definir' : `«${value}»`);
  return `de ${quoted(before)} a ${quoted(after)}`;
}
