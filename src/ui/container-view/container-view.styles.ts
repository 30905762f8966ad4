import { css } from 'lit';

export const containerViewStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    min-height: 0;
    font-size: 13px;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    padding: 8px 12px;
  }

  header h2 {
    font-size: 14px;
    font-weight: 650;
  }

  .about {
    display: flex;
    flex: 1 1 160px;
    flex-wrap: wrap;
    gap: 0 10px;
    align-items: baseline;
    min-width: 0;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 3px;
  }

  header .state {
    color: var(--ink-soft);
    line-height: 1.45;
  }

  header .state.failed {
    color: var(--failed);
  }

  .commit {
    display: flex;
    flex: 1 1 100%;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    padding-bottom: 4px;
  }

  .commit label {
    display: grid;
    flex: 1 1 160px;
    gap: 3px;
    color: var(--ink-soft);
    font-size: 12.5px;
  }

  .notice {
    flex: 1 1 100%;
    line-height: 1.45;
  }

  .notice.failed {
    color: var(--failed);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .tabs {
    display: flex;
    overflow-x: auto;
    border-block: 1px solid var(--line);
  }

  .tabs button {
    flex: none;
    max-width: 260px;
    min-height: 34px;
    padding: 0 12px;
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--ink-soft);
    cursor: pointer;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--accent);
    color: var(--ink);
    font-weight: 600;
  }

  .panel {
    min-height: 260px;
    overflow: auto;
  }

  .panel.changes {
    display: grid;
    grid-template-rows: auto minmax(220px, 1fr);
  }

  .changes p {
    padding: 10px 12px 4px;
    line-height: 1.5;
  }

  .panel.text {
    padding: 14px 16px;
    line-height: 1.55;
  }

  dry-terminal-pane {
    height: 100%;
    min-height: 260px;
  }

  .hint {
    color: var(--ink-soft);
    font-size: 12px;
  }

  .words {
    display: grid;
    gap: 4px;
    margin: 8px 0 12px;
  }

  .words div {
    font-family: var(--mono);
    font-size: 12.5px;
  }

  .words code {
    padding: 1px 6px;
    border-radius: 4px;
    background: var(--accent-wash);
    overflow-wrap: anywhere;
  }

  .words span {
    color: var(--ink-soft);
    font-family: var(--sans);
  }

  h3 {
    margin-top: 14px;
    font-size: 13px;
    font-weight: 650;
  }
`;
