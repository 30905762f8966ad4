import { formatBytes, formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const replay: Catalogue['replay'] = {
  open: 'Repetir',
  openHint: 'Ver este build otra vez, despacio o paso a paso. No se construye nada.',
  region: 'Repetición del build',
  play: 'Reproducir (Espacio)',
  pause: 'Pausa (Espacio)',
  next: 'Momento siguiente (→)',
  back: 'Momento anterior (←)',
  close: 'Terminar la repetición (Esc)',
  scrubber: 'Momento del build',
  at: (time, duration) => `${formatDuration(time)} de ${formatDuration(duration)}`,
  speed: 'Velocidad',
  speedName: (speed) =>
    speed === 1
      ? 'como fue'
      : speed < 1
        ? `${Math.round(1 / speed)}× más lento`
        : `${Math.round(speed)}× más rápido`,
  planned: (stages, steps) =>
    `El plan: ${plural(stages, 'etapa', 'etapas')}, ${plural(steps, 'paso', 'pasos')}.`,
  started: (step) => `En marcha: ${step}`,
  done: (step, duration, bytes) =>
    `Hecho en ${formatDuration(duration)}${bytes === undefined ? '' : `, +${formatBytes(bytes)}`}: ${step}`,
  noted: (step) => `Anotado en la configuración: ${step}`,
  cached: (step) => `De la caché: ${step}`,
  failed: (step) => `Falló: ${step}`,
  cancelled: (step) => `Detenido: ${step}`,
  finished: (layers, bytes) =>
    `La imagen está terminada: ${plural(layers, 'capa', 'capas')}, ${formatBytes(bytes)}.`,
  buildFailed: 'El build falló.',
  buildCancelled: 'El build se detuvo.',
};
