export const graph = {
  label: 'Stages and steps',
  stage: (index: number, name: string | undefined) => (name === undefined ? `Stage ${index + 1}` : name),
  stageLabel: (index: number, name: string | undefined) =>
    name === undefined ? `Stage ${index + 1}` : `Stage ${index + 1}, ${name}`,
  target: 'target',
  from: (base: string) => `from ${base}`,
  notNeeded: 'The target doesn’t need this stage.',
  onbuild: 'ONBUILD',
  origin: {
    'stand-in': { name: 'stand-in', title: 'An offline stand-in for the real image' },
    pulled: { name: 'pulled', title: 'From its registry; the step says which way' },
    imported: { name: 'from a file', title: 'An image that was imported from a file' },
    built: { name: 'built here', title: 'An image that was built in this browser' },
  },
  image: 'Image',
  imageWaiting: 'The image will be here',
  imageNone: 'No image: the build didn’t finish',
} as const;
