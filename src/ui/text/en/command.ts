import { plural } from '../plural.ts';

/** The command line at the bottom of the page. What Docker says is Docker's, and not among these. */
export const command = {
  region: 'Command line',
  atHome: 'The same at home',
  copy: 'Copy this command',
  copied: 'Copied',
  open: 'Open the command line',
  close: 'Close the command line',
  log: 'Commands and what they printed',
  prompt: 'Type a docker command',
  placeholder: 'docker build . — or help',
  welcome: 'Docker’s commands work here, on what this page builds. Type help to see which.',
  answer: 'Answer y or n',
  dropped: (lines: number) => `${plural(lines, 'earlier line', 'earlier lines')} not shown`,
  candidates: 'May be',
  running: 'A build is running. Stop it first, or wait.',
  noShell: (program: string) =>
    `${program}: this is no shell, only Docker’s commands. Type help to see which work; programs run in a container, with docker run.`,
  shellOnly: 'Only one docker command a line works here: pipes, redirections and variables are for a shell.',
  notHere: (subject: string) => `${subject} is Docker’s, and not in this page. Type help to see what is.`,
  unknown: 'Type help to see which commands work here.',
  context: 'The build context is always this project: docker build .',
  noFile: (path: string) => `The project has no file ${path}.`,
  badBuildArg: (text: string) => `A build argument is written NAME=value, not ${text}.`,
  noNetworkImage: 'Build an image first, with a name: docker build -t NAME .',
  noRun: 'It runs. A terminal to it needs the page’s Run view, which is not here: docker ps shows it.',
  ended: (code: number) => `It ended with exit code ${code}.`,
  help: {
    title: 'These work here, as in Docker 28:',
    others: 'Also: help COMMAND, clear. Up and Down go through what you typed, Tab completes.',
    usage: 'Usage',
    aliases: 'Aliases',
    options: 'Options that work here',
    clear: 'Empty this list',
  },
} as const;
