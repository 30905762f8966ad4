export const actions = {
  build: 'Build',
  stop: 'Stop',
  buildHint: 'Build (Ctrl+Enter)',
  stopHint: 'Stop the build (Esc)',
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  download: 'Download',
  dismiss: 'Dismiss',
} as const;
