import { css } from 'lit';

export const imageImportStyles = css`
  :host {
    display: block;
    font-size: 13px;
    line-height: 1.5;
  }

  h3 {
    font-size: 15px;
    font-weight: 650;
  }

  .help {
    max-width: 68ch;
    margin: 2px 0 10px;
    color: var(--ink-soft);
  }

  ul {
    margin-top: 10px;
    border-top: 1px solid var(--line);
  }

  li {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    align-items: center;
    padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }

  .image {
    flex: 1 1 220px;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .name {
    font: 600 12.5px var(--mono);
  }

  .soft {
    color: var(--ink-soft);
    font-size: 12.5px;
  }

  .task {
    margin-top: 10px;
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--sunken);
    overflow-wrap: anywhere;
  }

  .task progress {
    margin: 8px 0;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 6px 0 4px;
  }

  form .field {
    flex: 1 1 200px;
    width: auto;
    font-family: var(--mono);
    font-size: 12.5px;
  }

  .failed {
    color: var(--failed);
  }

  dry-platform-choice {
    margin-top: 6px;
  }
`;
