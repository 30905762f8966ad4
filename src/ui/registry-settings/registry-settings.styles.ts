import { css } from 'lit';

export const registrySettingsStyles = css`
  :host {
    display: block;
    font-size: 13px;
    line-height: 1.5;
  }

  h3 {
    font-size: 15px;
    font-weight: 650;
  }

  h4 {
    margin-top: 16px;
    font-size: 13px;
    font-weight: 650;
  }

  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
    gap: 14px 18px;
    margin-top: 8px;
  }

  .help {
    max-width: 68ch;
  }

  li {
    display: flex;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
    margin-top: 8px;
  }

  form > div {
    flex: 1 1 140px;
  }
`;
