import type { Catalogue } from '../words.ts';

export const actions: Catalogue['actions'] = {
  build: 'Construir',
  stop: 'Detener',
  buildHint: 'Construir (Ctrl+Intro)',
  stopHint: 'Detener el build (Esc)',
  cancel: 'Cancelar',
  close: 'Cerrar',
  copy: 'Copiar',
  copied: 'Copiado',
  download: 'Descargar',
  dismiss: 'Ocultar',
};
