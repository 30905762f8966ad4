export const header = {
  example: 'Example',
  chooseExample: 'Examples',
  views: 'Views',
  viewProject: 'Project',
  viewBuild: 'Build',
  viewStep: 'Step',
  expand: 'Use the whole page',
  shrink: 'Show files and editor again',
} as const;
