export const header = {
  example: 'Example',
  chooseExample: 'Examples',
  themeLight: 'Switch to the light theme',
  themeDark: 'Switch to the dark theme',
  views: 'Views',
  viewProject: 'Project',
  viewBuild: 'Build',
  viewStep: 'Step',
  expand: 'Use the whole page',
  shrink: 'Show files and editor again',
} as const;
