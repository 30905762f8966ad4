import { formatBytes, formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

const files = (count: number, bytes: number): string =>
  `${plural(count, 'archivo', 'archivos')}, ${formatBytes(bytes)}`;

export const compare: Catalogue['compare'] = {
  title: 'Comparar',
  first: 'A',
  second: 'B',
  pick: (side) => `${side}: qué comparar`,
  swap: 'Cambiar A por B',
  builds: 'Builds',
  images: 'Imágenes',
  empty:
    'Construya una vez, cambie algo y construya de nuevo: entonces los dos podrán ponerse aquí lado a lado.',
  one: 'Se recuerda un build. Cambie algo y construya de nuevo para comparar los dos.',
  build: (time, name, outcome, bytes) =>
    [time, name, outcome, bytes === undefined ? '' : formatBytes(bytes)].filter(Boolean).join(' · '),
  outcome: { finished: '', failed: 'falló', cancelled: 'detenido' },
  image: (names, id, bytes) => `${names || '<none>'} · ${id} · ${formatBytes(bytes)}`,
  gone: 'Uno de los dos ya no se recuerda.',
  figures: {
    title: 'En cifras',
    size: 'Tamaño',
    layers: 'Capas',
    time: 'Tiempo',
    ran: 'Pasos ejecutados',
    cached: 'De la caché',
    none: '–',
    less: (text) => `${text} menos en B`,
    more: (text) => `${text} más en B`,
    equal: 'igual',
  },
  picture: {
    title: 'Capas por tamaño',
    image: 'En la imagen',
    left: 'Dejado atrás en otras etapas',
    saved: (bytes) =>
      `${formatBytes(bytes)} se hicieron por el camino, y la imagen no los lleva: para eso están las etapas.`,
    segment: (text, bytes, shared) =>
      `${text}: ${formatBytes(bytes)}${shared ? ', la misma capa en las dos' : ''}`,
    shared: 'en las dos',
    total: (bytes, layers) => `${formatBytes(bytes)}, ${plural(layers, 'capa', 'capas')}`,
  },
  steps: {
    title: 'Pasos',
    step: 'Paso',
    removed: 'solo en A',
    added: 'solo en B',
    changed: 'cambiado',
    same: 'igual',
    nothing: 'Sin imagen no hay pasos.',
    duration: (milliseconds) => formatDuration(milliseconds),
  },
  files: {
    title: 'Archivos',
    loading: 'Comparando los archivos…',
    noImage: 'Solo un build terminado tiene archivos que comparar.',
    lost: (message) => `Los archivos no se pueden comparar: ${message} Construya de nuevo para tenerlos.`,
    only: (side, count, bytes) => `Solo en ${side}: ${files(count, bytes)}`,
    changed: (count, bytes) => `Cambiado: ${files(count, bytes)}`,
    times: (count) => `Solo difiere la hora: ${plural(count, 'archivo', 'archivos')}`,
    unchanged: (count) => `${plural(count, 'otro archivo es igual', 'otros archivos son iguales')}.`,
    none: 'No hay tal archivo.',
    filter: 'Filtrar por ruta',
    bySize: 'Los mayores primero',
    what: (aspects) => aspects.join(', '),
    aspects: {
      type: 'tipo',
      content: 'contenido',
      mode: 'permisos',
      owner: 'dueño',
      'link target': 'destino del enlace',
      time: 'hora',
    },
    more: (count) => `${plural(count, 'diferencia más', 'diferencias más')} sin enumerar.`,
    sizes: (first, second) =>
      first === second ? formatBytes(first) : `${formatBytes(first)} → ${formatBytes(second)}`,
  },
  config: {
    title: 'Configuración',
    same: 'Las dos se ejecutan con la misma configuración.',
    noImage: 'Solo un build terminado tiene configuración.',
    key: 'Campo',
    nothing: 'sin definir',
  },
  history: {
    title: (count) => `Builds recordados: ${count}`,
    help: 'Este navegador guarda los últimos 100: qué se construyó, cómo, y qué salió. Las capas se guardan aparte, en Almacenamiento.',
    forget: 'Olvidar',
    forgetOne: (name) => `Olvidar el build ${name}`,
    forgetAll: 'Olvidar todos',
    facts: (ran, cached, milliseconds) =>
      `${ran} ejecutados, ${cached} de la caché, ${formatDuration(milliseconds)}`,
  },
};
