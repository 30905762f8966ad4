export const graph = {
  label: 'Stages and steps',
  stage: (index: number, name: string | undefined) => (name === undefined ? `Stage ${index + 1}` : name),
  stageLabel: (index: number, name: string | undefined) =>
    name === undefined ? `Stage ${index + 1}` : `Stage ${index + 1}, ${name}`,
  target: 'target',
  from: (base: string) => `from ${base}`,
  notNeeded: 'The target doesn’t need this stage.',
  onbuild: 'ONBUILD',
  standIn: 'stand-in',
  standInTitle: 'An offline stand-in for the real image',
  image: 'Image',
  imageWaiting: 'The image will be here',
  imageNone: 'No image: the build didn’t finish',
} as const;
