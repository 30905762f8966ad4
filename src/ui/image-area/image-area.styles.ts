import { css } from 'lit';

export const imageAreaStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    font-size: 13px;
    container-type: inline-size;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
    padding: 8px 12px;
  }

  .moments {
    flex: 1 1 160px;
    width: auto;
    min-width: 0;
    min-height: 28px;
    padding-block: 2px;
    font-size: 12.5px;
  }

  .facts {
    display: flex;
    flex: 10 1 150px;
    flex-wrap: wrap;
    gap: 2px 16px;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }

  .facts b {
    color: var(--ink);
    font-weight: 600;
  }

  .tabs {
    display: flex;
    flex: none;
    padding: 0 6px;
    border-bottom: 1px solid var(--line);
    overflow-x: auto;
    scrollbar-width: thin;
  }

  .tabs button {
    flex: none;
    min-height: 32px;
    padding: 0 10px;
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--ink-soft);
    font-size: 12.5px;
    white-space: nowrap;
    cursor: pointer;
  }

  .tabs button:hover {
    color: var(--ink);
  }

  .tabs button:focus-visible {
    outline-offset: -2px;
  }

  .tabs [aria-selected='true'] {
    border-bottom-color: var(--accent);
    color: var(--ink);
    font-weight: 600;
  }

  .panel {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }

  .panel > * {
    flex: 1;
    min-height: 0;
  }

  .panel > progress {
    flex: none;
  }

  .panel.files {
    display: grid;
    grid-template-columns: minmax(200px, 0.62fr) minmax(0, 1.6fr);
    grid-template-rows: minmax(0, 1fr);
  }

  dry-layer-list {
    border-right: 1px solid var(--line);
  }

  .panel.history,
  .panel.inspect {
    display: block;
    padding: 12px 16px 20px;
    overflow: auto;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 20px 0 8px;
  }

  div.empty {
    margin: auto;
    padding: 32px 24px;
  }

  div.empty svg.icon {
    width: 32px;
    height: 32px;
  }

  div.empty h2 {
    margin: 8px 0 4px;
    font-size: 15px;
  }

  @container (max-width: 480px) {
    .moments {
      flex-basis: 100%;
    }
  }

  @container (max-width: 700px) {
    .panel.files {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(84px, 34%) minmax(0, 1fr);
    }

    dry-layer-list {
      border-right: 0;
      border-bottom: 1px solid var(--line-strong);
    }
  }
`;
