import { css } from 'lit';

export const dryDockStyles = css`
  :host {
    display: block;
    block-size: var(--drydock-height, 720px);
    min-block-size: 420px;
    container-type: inline-size;
    background: var(--bg);
    color: var(--ink);
    font: 14px/1.45 var(--sans);
    -webkit-text-size-adjust: 100%;
  }

  .app {
    display: grid;
    grid-template:
      'head head head' auto
      'notice notice notice' auto
      'files editor bar' auto
      'files editor build' minmax(0, 1.15fr)
      'files editor details' minmax(0, 1fr)
      / 208px minmax(0, 1fr) minmax(0, 1.24fr);
    height: 100%;
  }

  .app.idle {
    grid-template-rows: auto auto auto minmax(0, 1fr) 0;
  }

  .head {
    display: flex;
    grid-area: head;
    align-items: center;
    gap: 8px;
    min-height: 52px;
    padding: 0 12px 0 14px;
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }

  .brand {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-width: 0;
    white-space: nowrap;
  }

  .brand .mark {
    flex: none;
    width: 28px;
    height: 28px;
    color: var(--accent);
  }

  h1 {
    margin: 0;
    font-size: 17px;
    font-weight: 700;
    letter-spacing: -0.01em;
  }

  .tagline {
    overflow: hidden;
    padding-top: 2px;
    color: var(--ink-soft);
    font-size: 13px;
    text-overflow: ellipsis;
  }

  .examples {
    max-width: 148px;
    min-height: 28px;
    padding: 0 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    font-size: 12.5px;
  }

  .examples:hover {
    border-color: var(--line-strong);
  }

  .notices {
    grid-area: notice;
  }

  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 6px 12px 6px 16px;
    border-bottom: 1px solid var(--line);
    background: var(--accent-wash);
    font-size: 13px;
  }

  .notice.warning {
    background: var(--running-wash);
  }

  .notice span {
    flex: 1;
    min-width: 0;
  }

  .files {
    grid-area: files;
    border-right: 1px solid var(--line);
  }

  .editor {
    display: flex;
    grid-area: editor;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    border-right: 1px solid var(--line);
    background: var(--surface);
  }

  .editor header {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 40px;
    padding: 4px 16px;
    border-bottom: 1px solid var(--line);
    font-size: 13px;
  }

  .editor h2 {
    overflow: hidden;
    font: 600 13px var(--mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .count {
    margin-left: auto;
    font-size: 12px;
    white-space: nowrap;
  }

  .count.error {
    color: var(--failed);
  }
  .count.warning {
    color: var(--running);
  }

  .editor dry-code-editor {
    flex: 1;
  }

  .bar {
    grid-area: bar;
  }

  .build {
    display: flex;
    grid-area: build;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }

  .build dry-stage-graph {
    flex: 1;
    min-height: 0;
  }

  .build dry-problem-list {
    flex: none;
  }

  .stopped {
    padding: 8px 16px;
    border-bottom: 1px solid var(--line);
    background: var(--running-wash);
    font-size: 13px;
  }

  .start {
    display: grid;
    flex: 1;
    place-content: center;
    justify-items: center;
    gap: 6px;
    padding: 24px;
    text-align: center;
  }

  .start .mark {
    width: 64px;
    height: 64px;
    margin-bottom: 10px;
    color: color-mix(in oklab, var(--accent), transparent 35%);
  }

  .start h2 {
    font-size: 17px;
    font-weight: 650;
  }

  .start p {
    max-width: 44ch;
    color: var(--ink-soft);
    line-height: 1.55;
    text-wrap: balance;
  }

  .details {
    display: flex;
    grid-area: details;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  /* The summary above the graph explains a failure; where it is out of sight, the step does. */
  .details {
    --explanation: none;
  }

  .details > * {
    flex: 1;
    min-height: 0;
  }

  .idle .details {
    display: none;
  }

  .views {
    display: none;
  }

  @container (max-width: 1080px) {
    .app {
      grid-template:
        'head head' auto
        'notice notice' auto
        'files bar' auto
        'files build' minmax(0, 1fr)
        'editor details' minmax(0, 1.25fr)
        / minmax(0, 1fr) minmax(0, 1.15fr);
    }

    .app.idle {
      grid-template:
        'head head' auto
        'notice notice' auto
        'files bar' auto
        'files build' minmax(0, 1fr)
        'editor build' minmax(0, 1.6fr)
        / minmax(0, 1fr) minmax(0, 1.15fr);
    }

    .editor {
      border-top: 1px solid var(--line);
    }
  }

  @container (max-width: 760px) {
    .app,
    .app.idle {
      grid-template:
        'head' auto
        'notice' auto
        'bar' auto
        'views' auto
        'files' auto
        'editor' minmax(0, 1fr)
        / minmax(0, 1fr);
    }

    .head {
      gap: 4px;
      padding: 0 8px 0 12px;
    }

    .tagline {
      display: none;
    }

    .views {
      display: flex;
      grid-area: views;
      border-bottom: 1px solid var(--line);
      background: var(--surface);
    }

    .views button {
      flex: 1;
      min-height: 42px;
      border: 0;
      border-bottom: 2px solid transparent;
      background: none;
      color: var(--ink-soft);
      font-size: 14px;
      cursor: pointer;
    }

    .views button[aria-selected='true'] {
      border-bottom-color: var(--accent);
      color: var(--ink);
      font-weight: 600;
    }

    .files {
      max-height: 236px;
      border-right: 0;
    }

    .editor,
    .build,
    .details {
      border-right: 0;
    }

    .build,
    .details {
      grid-row: files / editor;
      grid-column: 1;
    }

    .details {
      --explanation: block;
      border-top: 0;
    }

    .app:not([data-view='project']) .files,
    .app:not([data-view='project']) .editor,
    .app:not([data-view='build']) .build,
    .app:not([data-view='step']) .details {
      display: none;
    }

    .app[data-view='step'] .details {
      display: flex;
    }
  }

  @container (max-width: 420px) {
    .examples {
      width: 104px;
    }
  }
`;
