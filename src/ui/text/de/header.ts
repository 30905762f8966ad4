import type { Catalogue } from '../words.ts';

export const header: Catalogue['header'] = {
  example: 'Beispiel',
  chooseExample: 'Beispiele',
  views: 'Ansichten',
  viewProject: 'Projekt',
  viewBuild: 'Build',
  viewStep: 'Schritt',
  expand: 'Die ganze Seite nutzen',
  shrink: 'Dateien und Editor wieder zeigen',
};
