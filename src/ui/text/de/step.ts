import { formatBytes } from '../format.ts';
import type { Catalogue } from '../words.ts';

export const step: Catalogue['step'] = {
  region: 'Schritt',
  tabLog: 'Protokoll',
  tabLayer: 'Schicht',
  tabImage: 'Image',
  tabs: 'Einzelheiten des Schritts',
  none: 'Wählen Sie einen Schritt, um sein Protokoll, seine Schicht und das Image bis dahin zu sehen.',
  noSteps: 'Es gibt noch keine Schritte: Beheben Sie, was oben steht, und bauen Sie noch einmal.',
  line: (line) => `Zeile ${line}`,
  goToLine: (line) => `Zu Zeile ${line} des Dockerfiles`,
  notes: 'Gut zu wissen',
  layerBytes: (bytes) => `+${formatBytes(bytes)}`,
  noLayer: 'keine Schicht',
  changes: (added, changed, deleted) =>
    [added ? `${added} neu` : '', changed ? `${changed} geändert` : '', deleted ? `${deleted} gelöscht` : '']
      .filter((part) => part !== '')
      .join(', ') || 'nichts geändert',
};
