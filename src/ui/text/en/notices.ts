export const notices = {
  exampleOpened: (title: string) => `Opened the example “${title}” in place of your files.`,
  bringBack: 'Bring my files back',
} as const;
