import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const storageArea: Catalogue['storageArea'] = {
  title: 'Almacenamiento',
  loading: 'Contando…',
  overview: 'Lo que se guarda aquí',
  total: (bytes, budget) => `${formatBytes(bytes)} de ${formatBytes(budget)}`,
  parts: {
    images: 'Imágenes',
    cache: 'Solo en la caché de build',
    unreferenced: 'Nada lo necesita',
  },
  part: (bytes) => formatBytes(bytes),
  reclaimable: (bytes) => `${formatBytes(bytes)} se pueden olvidar ahora; el resto lo usa un build.`,
  budget: 'Guardar como máximo',
  budgetHelp: 'Cuando hay más, se olvida primero lo que sirvió hace más tiempo.',
  budgetDefault: (bytes) =>
    bytes === undefined
      ? 'Lo que convenga a este navegador'
      : `${formatBytes(bytes)}, lo que conviene a este navegador`,
  budgetOther: (bytes) => formatBytes(bytes),
  keep: 'Pedir al navegador que lo conserve',
  keepRefused: 'El navegador no lo promete. Quizá lo haga cuando venga aquí más a menudo.',
  forget: {
    title: 'Olvidar',
    what: 'Qué',
    age: 'Usado por última vez',
    choices: {
      unused: 'Lo que ninguna imagen con nombre necesita',
      cache: 'La caché de build',
      image: 'Todas las imágenes',
      all: 'Todo',
    },
    ages: {
      any: 'cuando sea',
      hour: 'hace más de una hora',
      day: 'hace más de un día',
      week: 'hace más de una semana',
    },
    action: 'Olvidar',
    busy: 'Olvidando…',
    help: 'Su proyecto y los builds recordados se quedan. Lo olvidado se vuelve a hacer o a descargar cuando un build lo necesita.',
    done: (bytes, images, records) =>
      images + records === 0 && bytes === 0
        ? 'No había nada que olvidar.'
        : `${formatBytes(bytes)} liberados: ${plural(images, 'imagen', 'imágenes')}, ${plural(records, 'registro de caché', 'registros de caché')}.`,
    failed: (message) => `No se pudo olvidar: ${message}`,
    running: 'Hay un build en marcha: espere a que termine.',
    sameAs: 'En Docker',
  },
  images: {
    title: (count) => `Imágenes: ${count}`,
    none: 'Aún no hay ninguna. Un build guarda la imagen con la que empieza y la que hace.',
    name: 'Nombre',
    nameless: '<none>',
    size: 'Tamaño',
    shared: 'Compartido',
    used: 'Último uso',
    uses: 'Usos',
    forget: (name) => `Olvidar la imagen ${name}`,
    origin: {
      built: 'construida aquí',
      pulled: 'descargada',
      bundled: 'viene con la página',
      imported: 'de un archivo',
    },
    layers: (count) => plural(count, 'capa', 'capas'),
    times: (count) => plural(count, 'vez', 'veces'),
  },
  cache: {
    title: (count) => `Caché de build: ${count}`,
    none: 'Vacía. Cada paso de un build que añade una capa deja aquí un registro.',
    step: 'Paso',
    forget: (name) => `Olvidar el registro de caché ${name}`,
    shared: 'una imagen también lo tiene',
    type: (type) => (type === 'exec.cachemount' ? 'montaje de caché' : type),
    filter: 'Filtrar por paso',
  },
  inUse: 'en uso',
  offline: (count) => `Imágenes base que funcionan sin red: ${count}`,
  sizes: 'Los tamaños son los de los tar de las capas; docker images solo cuenta los archivos que contienen.',
};
