import { css } from 'lit';

export const stageGraphStyles = css`
  :host {
    display: block;
    overflow: auto;
    overscroll-behavior: contain;
  }

  .sheet {
    position: relative;
    display: flex;
    align-items: flex-start;
    gap: 56px;
    padding: 16px;
  }

  svg.edges {
    position: absolute;
    inset: 0 auto auto 0;
    overflow: visible;
    pointer-events: none;
  }

  .edges path {
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }

  .edges path.base {
    stroke-dasharray: 4 4;
  }

  .edges path.lit {
    stroke: var(--accent);
    stroke-width: 2.2;
  }

  .edges marker path {
    fill: var(--line-strong);
    stroke: none;
  }

  .edges #tip-lit path {
    fill: var(--accent);
  }

  section {
    position: relative;
    flex: none;
  }

  section[data-needed='false'] {
    opacity: 0.72;
  }

  /* Its first card stands beside the first steps. */
  .product {
    padding-top: 28px;
  }

  header {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 38px;
    padding: 0 2px 8px;
    white-space: nowrap;
  }

  h2 {
    overflow: hidden;
    font-size: 14px;
    font-weight: 650;
    text-overflow: ellipsis;
  }

  .base {
    overflow: hidden;
    color: var(--ink-soft);
    font-size: 12px;
    text-overflow: ellipsis;
  }

  .chip {
    margin-left: auto;
    padding: 1px 7px;
    border-radius: 10px;
    background: var(--accent-wash);
    color: var(--accent);
    font-size: 11px;
    font-weight: 600;
  }

  ol {
    display: flex;
    flex-direction: column;
    gap: 6px;
  }

  .image {
    display: grid;
    grid-template-columns: 30px minmax(0, 1fr);
    align-content: center;
    column-gap: 10px;
    width: 100%;
    height: 48px;
    margin-top: 10px;
    padding: 4px 12px;
    border: 1px solid var(--accent);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font-size: 13px;
    line-height: 1.35;
    text-align: left;
    cursor: pointer;
  }

  .image:not(.waiting):hover {
    background: var(--hover);
  }

  .image.waiting {
    display: flex;
    align-items: center;
    justify-content: center;
    border: 1px dashed var(--line);
    background: none;
    color: var(--muted);
    cursor: default;
  }

  .image[aria-pressed='true'] {
    background: var(--accent-wash);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  .image .mark {
    grid-row: 1 / 3;
    width: 26px;
    height: 26px;
    color: var(--accent);
  }

  .image-name {
    font-weight: 600;
  }

  .image-facts {
    color: var(--ink-soft);
    font-size: 12px;
  }

  :host([stacked]) .sheet {
    flex-direction: column;
    align-items: stretch;
    gap: 20px;
    padding: 12px;
  }

  :host([stacked]) section {
    width: auto !important;
  }

  :host([stacked]) svg.edges {
    display: none;
  }
`;
