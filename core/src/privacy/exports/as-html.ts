import type { Holding } from './gather.js';

/** Everything as a page that needs nothing from elsewhere. */
export function asHtml(personId: string, day: string, holdings: readonly Holding[]): string {
  const parts = holdings.filter(({ rows, history }) => rows.length + history.length > 0).map(({ table, rows, history }) => [
    `<h2>${escaped(table)}</h2>`,
    ...rows.map((row) => fields(row)),
    ...(history.length > 0 ? [`<details><summary>${history.length} earlier</summary>`, ...history.map(({ until, change, row }) => `<p>${escaped(change)} ${escaped(String(until))}</p>${fields(row)}`), '</details>'] : []),
  ].join('\n'));
  return [
    '<!doctype html><html><head><meta charset="utf-8"><title>Kinga</title><style>body{font-family:sans-serif}table{border-collapse:collapse;margin:0 0 1em}td{border:1px solid #ccc;padding:2px 6px;vertical-align:top}</style></head><body>',
    `<h1>${escaped(personId)}</h1><p>${escaped(day)}</p>`, ...parts, '</body></html>',
  ].join('\n');
}

function fields(row: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(row).filter(([, value]) => value !== null).map(([column, value]) => `<tr><td>${escaped(column)}</td><td>${escaped(typeof value === 'string' ? value : JSON.stringify(value))}</td></tr>`);
  return `<table>${lines.join('')}</table>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
