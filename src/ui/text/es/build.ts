import { formatDuration } from '../format.ts';
import { plural } from '../plural.ts';
import type { Catalogue } from '../words.ts';

export const build: Catalogue['build'] = {
  region: 'Build',
  idleTitle: 'Aún no se ha construido nada',
  idleBody:
    'Pulse Construir. Cada paso se ejecuta de verdad, aquí en esta pestaña, y cada capa aparece en cuanto se crea.',
  idleEmpty: 'Este proyecto no tiene Dockerfile. Añada un archivo llamado Dockerfile, o elija un ejemplo.',
  phase: {
    idle: 'Listo',
    preparing: 'Preparando…',
    running: 'Construyendo…',
    finished: 'Terminado',
    failed: 'Falló',
    cancelled: 'Detenido',
  },
  steps: (settled, total) => `${settled} de ${plural(total, 'paso', 'pasos')}`,
  announce: {
    running: 'El build ha empezado.',
    finished: (duration, cached, total) =>
      `El build terminó en ${formatDuration(duration)}. ${cached} de ${plural(total, 'paso', 'pasos')} de la caché.`,
    failed: (message) => `El build falló. ${message}`,
    cancelled: 'El build se detuvo.',
  },
  summary: (ran, cached) =>
    [ran ? `${ran} ejecutados` : '', cached ? `${cached} de la caché` : '']
      .filter((part) => part !== '')
      .join(' · '),
  progress: 'Progreso del build',
  shortcut: 'Ctrl o ⌘ + Intro construye, Esc detiene',
  engineFailed:
    'El motor de build se detuvo de forma inesperada. Sus archivos están a salvo. Recargue la página y construya de nuevo.',
  noEngine:
    'No se pudo cargar el motor de build, así que ahora no se puede construir nada. Sus archivos están a salvo; recargue la página para intentarlo de nuevo.',
};
