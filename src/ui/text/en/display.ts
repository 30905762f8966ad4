export const display = {
  title: 'Display',
  language: 'Language',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  reading: 'Reading',
  contrast: 'High contrast',
  contrastHelp: 'Black and white, strong lines.',
  presentation: 'Large type',
  presentationHelp: 'For a projector, in front of a class.',
} as const;
