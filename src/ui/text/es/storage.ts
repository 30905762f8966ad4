import { formatBytes } from '../format.ts';
import type { Catalogue } from '../words.ts';

export const storage: Catalogue['storage'] = {
  title: 'Almacenamiento',
  unknown: 'Almacenamiento…',
  used: (bytes) => `${formatBytes(bytes)} guardados`,
  memory: 'Solo en memoria',
  kept: 'Guardado en este navegador',
  quota: (usage, quota) => `${formatBytes(usage)} de ${formatBytes(quota)} usados por este sitio`,
  persisted: 'El navegador prometió conservarlo.',
  notPersisted: 'El navegador puede borrarlo cuando falte espacio; entonces los pasos se ejecutan de nuevo.',
  memoryNotice: 'No se recordará nada cuando se cierre esta página',
  memoryReason: (reason) =>
    reason ?? 'Esta ventana del navegador no ofrece almacenamiento, como las ventanas privadas.',
  showAll: 'Mostrar todo lo guardado',
  saveFailed: (message) => `Sus últimos cambios no se pudieron guardar: ${message}`,
  standIn: 'suplente',
  missing: (names) => `Sin: ${names.join(', ')}`,
};
