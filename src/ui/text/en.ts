/**
 * Every word the page says, in English. A translation is another object of the same type; whoever shows a text
 * takes it from here, so nothing on the page is written twice.
 */
import type { FileDifference } from '../../build/events.ts';
import { formatBytes, formatDuration } from './format.ts';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const en = {
  product: 'Drydock',
  tagline: 'A Docker build in your browser',

  header: {
    example: 'Example',
    chooseExample: 'Examples',
    themeLight: 'Switch to the light theme',
    themeDark: 'Switch to the dark theme',
    views: 'Views',
    viewProject: 'Project',
    viewBuild: 'Build',
    viewStep: 'Step',
  },

  actions: {
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
  },

  options: {
    title: 'Options',
    target: 'Target stage',
    targetDefault: 'last stage',
    targetHelp: 'Build up to this stage; stages it doesn’t need are skipped.',
    buildArgs: 'Build args',
    buildArgsHelp: 'One NAME=value a line, for ARG in the Dockerfile.',
    buildArgsPlaceholder: 'VERSION=1.2',
    badBuildArg: (line: string) => `“${line}” isn’t NAME=value: names are letters, digits and _.`,
    tag: 'Image name',
    tagHelp: 'What docker load calls the image you download.',
    tagPlaceholder: 'hello:1.0',
    noCache: 'No cache',
    noCacheHelp: 'Run every step again.',
    summary: (parts: readonly string[]) => parts.join(' · '),
  },

  files: {
    title: 'Files',
    tree: 'Project files',
    summary: (files: number, bytes: number) => `${plural(files, 'file', 'files')}, ${formatBytes(bytes)}`,
    newFile: 'New file',
    newFolder: 'New folder',
    uploadFiles: 'Add files from your computer',
    uploadFolder: 'Add a folder from your computer',
    rename: 'Rename',
    remove: 'Delete',
    menu: (path: string) => `Actions for ${path}`,
    executable: 'Executable',
    executableOf: (path: string) => `${path} is executable`,
    notExecutableOf: (path: string) => `${path} is not executable`,
    namePrompt: 'Name, or path from the project’s root',
    dropHere: 'Drop files or folders to add them to the build context',
    empty: 'No files yet. Add a Dockerfile to begin, or drop a folder here.',
    confirmRemove: (path: string, files: number) =>
      files > 1 ? `Delete ${path} and the ${files} files in it?` : `Delete ${path}?`,
    reading: (done: number, total: number) => `Reading file ${done} of ${total}`,
    added: (count: number) => `${plural(count, 'file', 'files')} added.`,
    replaceTitle: (name: string) => `Open “${name}” as the project?`,
    replaceBody: (name: string, files: number) =>
      `The folder has a Dockerfile and ${plural(files, 'file', 'files')} in all. Opened as the project, it takes the place of the files that are here now. Added, it becomes the folder ${name}/ of this project.`,
    replaceYes: 'Open as project',
    replaceNo: 'Add as a folder',
    pathProblem: {
      empty: 'Type a name.',
      dots: 'A path can’t contain “..”: everything stays inside the build context.',
      'too-long': 'That path is too long; 1,024 characters are the most.',
      'control-character': 'A name can’t contain control characters.',
      taken: 'There is already something with that name.',
      'inside-file': 'That would be inside a file; choose another folder.',
      'inside-itself': 'A folder can’t be moved into itself.',
    },
    refused: {
      'file-size': (path: string, size: number, limit: number) =>
        `${path} was not added: it is ${formatBytes(size)}, and one file may have ${formatBytes(limit)} here. If the image needs it, let a RUN step make it; if not, leave it out of the build context.`,
      'total-size': (path: string, size: number, limit: number) =>
        `${path} (${formatBytes(size)}) was not added: all files together may have ${formatBytes(limit)}. Delete what the image doesn’t need, then add it again.`,
      files: (path: string, _size: number, _limit: number) =>
        `${path} was not added: a project may have 20,000 files. Leave out folders such as node_modules; a RUN step makes them.`,
      path: (path: string, _size: number, _limit: number) =>
        `${path} was not added: a folder or file of that name is in its way, or its name has characters that can’t be used. Rename one of them.`,
    },
    refusedMore: (count: number) =>
      `${plural(count, 'more file was', 'more files were')} not added, for the same reasons.`,
    unreadable: (path: string) =>
      `${path} could not be read. If it was moved or changed meanwhile, drop it again.`,
  },

  editor: {
    label: (path: string) => `Editor: ${path}`,
    none: 'Choose a file to edit it.',
    binary: (size: number) =>
      `This file isn’t text (${formatBytes(size)}), so it can’t be edited here. COPY takes it as it is.`,
    tooLarge: (size: number) =>
      `This file is ${formatBytes(size)}, too large to edit here. COPY takes it as it is.`,
    problems: (errors: number, warnings: number) =>
      [
        errors ? plural(errors, 'error', 'errors') : '',
        warnings ? plural(warnings, 'warning', 'warnings') : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
  },

  notices: {
    exampleOpened: (title: string) => `Opened the example “${title}” in place of your files.`,
    bringBack: 'Bring my files back',
  },

  build: {
    region: 'Build',
    idleTitle: 'Nothing built yet',
    idleBody:
      'Press Build. Every step is really run, here in this tab, and each layer appears as it is made.',
    idleEmpty: 'This project has no Dockerfile. Add a file named Dockerfile, or choose an example.',
    phase: {
      idle: 'Ready',
      preparing: 'Getting ready…',
      running: 'Building…',
      finished: 'Finished',
      failed: 'Failed',
      cancelled: 'Stopped',
    },
    steps: (settled: number, total: number) => `${settled} of ${plural(total, 'step', 'steps')}`,
    announce: {
      running: 'Build started.',
      finished: (duration: number, cached: number, total: number) =>
        `Build finished in ${formatDuration(duration)}. ${cached} of ${plural(total, 'step', 'steps')} cached.`,
      failed: (message: string) => `Build failed. ${message}`,
      cancelled: 'Build stopped.',
    },
    summary: (ran: number, cached: number) =>
      [ran ? `${ran} ran` : '', cached ? `${cached} cached` : ''].filter((part) => part !== '').join(' · '),
    progress: 'Build progress',
    shortcut: 'Ctrl or ⌘ + Enter builds, Esc stops',
    engineFailed:
      'The build engine stopped unexpectedly. Your files are safe. Reload the page, then build again.',
    noEngine:
      'The build engine could not be loaded, so nothing can be built right now. Your files are safe; reload the page to try again.',
  },

  graph: {
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
  },

  state: {
    queued: 'waiting',
    running: 'running',
    done: 'done',
    cached: 'cached',
    failed: 'failed',
    skipped: 'skipped',
    cancelled: 'stopped',
  },

  step: {
    region: 'Step',
    tabLog: 'Log',
    tabLayer: 'Layer',
    tabImage: 'Image',
    tabs: 'Details of the step',
    none: 'Choose a step to see its log, its layer and the image so far.',
    noSteps: 'There are no steps yet: mend what is said above, and build again.',
    line: (line: number) => `line ${line}`,
    goToLine: (line: number) => `Go to line ${line} of the Dockerfile`,
    notes: 'Good to know',
    layerBytes: (bytes: number) => `+${formatBytes(bytes)}`,
    noLayer: 'no layer',
    changes: (added: number, changed: number, deleted: number) =>
      [
        added ? `${added} added` : '',
        changed ? `${changed} changed` : '',
        deleted ? `${deleted} deleted` : '',
      ]
        .filter((part) => part !== '')
        .join(', ') || 'nothing changed',
  },

  log: {
    label: (step: string) => `Log of ${step}`,
    emptyRunning: 'No output yet.',
    emptyCached: 'Taken from the cache: the step didn’t run, so there is no output.',
    emptyDone: 'The step ran and printed nothing.',
    emptyQueued: 'The step hasn’t started.',
    emptyStopped: 'The step was stopped before it printed anything.',
    emptyNoRun: 'This instruction runs no program, so it has no output.',
    dropped: (count: number) => `The first ${count.toLocaleString('en')} lines are not kept.`,
    lines: (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`,
    follow: 'Jump to the end',
    copy: 'Copy log',
  },

  layer: {
    scope: 'What to list',
    scopeLayer: 'Changes of this step',
    scopeAll: 'Whole filesystem',
    filter: 'Filter paths',
    tree: 'Files of the layer',
    loading: 'Reading the layer…',
    notYet: 'The layer appears here when the step has finished.',
    none: 'This instruction changes only the image’s config; it adds no layer.',
    empty: 'This step changed no file. It is an empty layer.',
    noMatch: (filter: string) => `No path contains “${filter}”.`,
    change: { added: 'added', changed: 'changed', deleted: 'deleted', unchanged: 'unchanged' },
    mark: { added: '+', changed: '~', deleted: '−', unchanged: '' },
    columns: { name: 'Name', mode: 'Mode', owner: 'Owner', size: 'Size' },
    linkTo: (target: string) => `→ ${target}`,
    hardLinkTo: (target: string) => `= ${target}`,
    fileRegion: (path: string) => `Content of ${path}`,
    fileLoading: 'Reading the file…',
    fileEmpty: 'The file is empty.',
    fileDeleted: 'This step deleted the path; layers below may still carry its bytes.',
    truncated: (shown: number, size: number) => `The first ${formatBytes(shown)} of ${formatBytes(size)}.`,
    binary: 'binary',
    modified: 'Modified',
    openAll: 'Open all folders',
    closeAll: 'Close all folders',
    total: (paths: number) => `${paths.toLocaleString('en')} ${paths === 1 ? 'path' : 'paths'}`,
  },

  image: {
    loading: 'Reading the image…',
    notYet: 'The image as of this step appears here when the step has finished.',
    config: 'Config',
    history: 'History',
    historyHelp: 'Newest first, as docker history prints it.',
    createdBy: 'Created by',
    size: 'Size',
    emptyLayer: 'no layer',
    raw: 'Config as JSON',
    fields: {
      Entrypoint: 'ENTRYPOINT',
      Cmd: 'CMD',
      WorkingDir: 'WORKDIR',
      User: 'USER',
      Env: 'ENV',
      ExposedPorts: 'EXPOSE',
      Volumes: 'VOLUME',
      Labels: 'LABEL',
      StopSignal: 'STOPSIGNAL',
      Shell: 'SHELL',
      Healthcheck: 'HEALTHCHECK',
      OnBuild: 'ONBUILD',
    } as Readonly<Record<string, string>>,
    platform: 'Platform',
    nothingSet: 'Nothing is set.',
  },

  result: {
    title: 'Your image',
    facts: (layers: number, bytes: number) => `${plural(layers, 'layer', 'layers')}, ${formatBytes(bytes)}`,
    digest: 'Image ID',
    download: 'Download image',
    formats: {
      docker: 'Image for docker load',
      oci: 'OCI layout',
      filesystem: 'Files only',
    },
    formatHelp: {
      docker: 'A tar that “docker load -i” takes.',
      oci: 'A tar of an OCI image layout, for skopeo, umoci and others.',
      filesystem: 'A tar of all the image’s files, without its config.',
    },
    packing: 'Packing…',
    failed: (message: string) => `The download failed: ${message}`,
    rebuild: 'Edit a file and build again: only what depends on it runs.',
  },

  problems: {
    title: (count: number) => (count === 1 ? 'The build failed' : `The build failed: ${count} problems`),
    stopped: 'The build was stopped. Finished steps are cached; the next build goes on from there.',
    at: (file: string, line: number) => `${file}, line ${line}`,
    openLog: 'Open the log',
    region: 'Problems',
  },

  storage: {
    title: 'Storage',
    unknown: 'Storage…',
    used: (bytes: number) => `${formatBytes(bytes)} kept`,
    memory: 'Memory only',
    kept: 'Kept in this browser',
    contents: (blobs: number, records: number) =>
      `${plural(blobs, 'blob', 'blobs')}, ${plural(records, 'cache record', 'cache records')}`,
    quota: (usage: number, quota: number) =>
      `${formatBytes(usage)} of ${formatBytes(quota)} used by this site`,
    persisted: 'The browser promised to keep it.',
    notPersisted: 'The browser may clear it when space gets short; then steps run again.',
    memoryNotice: 'Nothing will be remembered after this page closes',
    memoryReason: (reason: string | undefined) =>
      reason ?? 'This browser window doesn’t offer storage, as private windows do.',
    prune: 'Forget layers and cache',
    pruning: 'Forgetting…',
    saveFailed: (message: string) => `Your latest edits could not be saved: ${message}`,
    images: 'Base images that work offline',
    standIn: 'stand-in',
    missing: (names: readonly string[]) => `Without: ${names.join(', ')}`,
  },

  why: {
    brief: {
      hit: 'same inputs',
      firstTime: 'first time',
      instructionChanged: 'instruction changed',
      filesChanged: (path: string, total: number) =>
        total > 1 ? `${path} + ${total - 1} changed` : `${path} changed`,
      buildArgChanged: (name: string) => `build arg ${name} changed`,
      environmentChanged: (name: string) => `environment ${name} changed`,
      parentChanged: 'earlier step ran',
      baseImageChanged: 'base image changed',
      cacheDisabled: 'cache is off',
      cacheLost: 'cache record lost',
    },
    sentence: {
      hit: (ignored: readonly string[]) =>
        ignored.length === 0
          ? 'Cached: the instruction and everything it reads are the same as before.'
          : `Cached: the instruction and everything it reads are the same as before. Not counted: ${ignored.join('; ')}.`,
      firstTime: 'Ran because this step was never built before.',
      instructionChanged: (before: string, after: string) =>
        `Ran because the instruction changed, from “${before}” to “${after}”.`,
      filesChanged: (files: readonly FileDifference[], total: number) => {
        const named = files.slice(0, 3).map((file) => `${file.path} (${difference[file.what]})`);
        const more = total - named.length;
        return `Ran because ${total === 1 ? 'a file it reads' : `${total} files it reads`} changed: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
      },
      buildArgChanged: (name: string, before: string | undefined, after: string | undefined) =>
        `Ran because the build arg ${name} changed, ${fromTo(before, after)}.`,
      environmentChanged: (name: string, before: string | undefined, after: string | undefined) =>
        `Ran because the environment variable ${name} changed, ${fromTo(before, after)}.`,
      parentChanged: (label: string) => `Ran because a step it builds on ran again: ${label}.`,
      baseImageChanged: (before: string, after: string) =>
        `Ran because the base image changed, from ${before} to ${after}.`,
      cacheDisabled: 'Ran because the cache is switched off for this build.',
      cacheLost: (detail: string) =>
        `Ran although it was built before, because the cached result can’t be read any more: ${detail}.`,
    },
    step: {
      queued: 'Waiting for the steps before it.',
      running: 'Running now.',
      failed: 'The step failed.',
      notReached: 'Not reached: the build ended before this step.',
      cancelled: 'Stopped before it finished; nothing of it is kept.',
    },
  },
} as const;

const difference: Readonly<Record<FileDifference['what'], string>> = {
  added: 'new',
  removed: 'gone',
  content: 'content',
  mode: 'mode',
  owner: 'owner',
  type: 'type',
  'link target': 'link target',
};

function fromTo(before: string | undefined, after: string | undefined): string {
  const quoted = (value: string | undefined): string => (value === undefined ? 'unset' : `“${value}”`);
  return `from ${quoted(before)} to ${quoted(after)}`;
}
