/** Columns as Go's text/tabwriter aligns them for Docker's tables. */

/** Docker's formatter: columns of at least ten characters, three spaces between, nothing after the last. */
export function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(10, ...rows.map((row) => length(row[column] ?? '') + 3)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - length(cell)),
      )
      .join(''),
  );
}

/** With tab characters for padding, eight columns a tab, as `docker builder prune` has it. */
export function tabTable(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const stops = Array.from({ length: columns }, (_, column) =>
    Math.ceil(Math.max(...rows.map((row) => length(row[column] ?? '') + 1)) / 8),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1
          ? cell
          : cell + '\t'.repeat((stops[column] ?? 0) - Math.floor(length(cell) / 8)),
      )
      .join(''),
  );
}

function length(cell: string): number {
  return [...cell].length;
}
