import { css } from 'lit';

export const dryDockStyles = css`
  :host {
    display: block;
    block-size: var(--drydock-height, 720px);
    min-block-size: 420px;
    background: var(--bg);
    color: var(--ink);
    font: 14px/1.45 var(--sans);
    -webkit-text-size-adjust: 100%;
  }

  /* What is placed out of sight for screen readers must not make the page around it longer. */
  .frame {
    position: relative;
    height: 100%;
    overflow: hidden;
    container-type: inline-size;
  }

  /* For a projector everything grows, and the layout is that of a smaller window. */
  :host([presentation]) .frame {
    zoom: 1.4;
  }

  .app {
    display: grid;
    grid-template:
      'head head head' auto
      'notice notice notice' auto
      'files editor bar' auto
      'files editor views' auto
      'files editor build' minmax(0, 1.4fr)
      'files editor details' minmax(0, 1fr)
      / 208px minmax(0, 1fr) minmax(0, 1.24fr);
    height: 100%;
  }

  .app.idle {
    grid-template-rows: auto auto auto auto minmax(0, 1fr) 0;
  }

  .head {
    grid-area: head;
  }

  .notices {
    grid-area: notice;
  }

  .files {
    grid-area: files;
    border-right: 1px solid var(--line);
  }

  .editor {
    grid-area: editor;
    border-right: 1px solid var(--line);
  }

  .bar {
    grid-area: bar;
  }

  .build {
    display: grid;
    grid-area: build;
    min-width: 0;
    min-height: 0;
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
    grid-area: views;
  }

  /* Below all rows of every layout. */
  .command {
    grid-row: 7;
    grid-column: 1 / -1;
    min-width: 0;
  }

  .area {
    display: flex;
    grid-row: build / details;
    grid-column: build;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--surface);
  }

  .area > * {
    flex: 1;
    min-height: 0;
  }

  .in-area .build,
  .in-area .details {
    display: none;
  }

  .expanded .files,
  .expanded .editor {
    display: none;
  }

  .app.expanded > :is(.bar, .views, .build, .details, .area) {
    grid-column: 1 / -1;
  }

  @container (max-width: 1080px) {
    .app {
      grid-template:
        'head head' auto
        'notice notice' auto
        'files bar' auto
        'files views' auto
        'files build' minmax(0, 1fr)
        'editor details' minmax(0, 1.25fr)
        / minmax(0, 1fr) minmax(0, 1.15fr);
    }

    .app.idle {
      grid-template:
        'head head' auto
        'notice notice' auto
        'files bar' auto
        'files views' auto
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
    .details,
    .area {
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
`;
