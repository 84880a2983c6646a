import { caseloads, type ToldGroup, type ToldReport } from '../read-report.js';

const [WIDTH, LEFT, TOP, BAR, GAP, RIGHT] = [800, 220, 70, 14, 12, 90];
const MOST_LETTERS = 34;

/** A text as it stands in XML: nothing of it is markup, and what XML cannot hold is left out. */
function safe(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const short = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text);

interface Bar {
  readonly value: number | null;
  readonly fill: string;
  readonly name: string;
}

function barAt({ value, fill, name }: Bar, y: number, largest: number): string {
  const middle = y + BAR - 3;
  if (value === null) return `<text x="${LEFT + 4}" y="${middle}" class="hidden">${safe(name)}: –</text>`;
  const width = largest === 0 ? 0 : Math.round((value / largest) * (WIDTH - LEFT - RIGHT));
  return `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR}" fill="${fill}"><title>${safe(name)}: ${value}</title></rect><text x="${LEFT + width + 4}" y="${middle}">${value}</text>`;
}

/** How many are eligible before and after in each group of a breakdown, as bars: SVG that needs nothing else. */
export function asChart(report: ToldReport, breakdown: string): string {
  const groups = report.groups.filter((group) => group.breakdown === breakdown);
  const counted = groups.map((group) => ({ group, ...caseloads(group) }));
  const largest = Math.max(0, ...counted.flatMap(({ before, after }) => [before ?? 0, after ?? 0]));
  const height = TOP + groups.length * (2 * BAR + GAP) + 20;
  const names = { before: report.against === null ? '0' : `v${report.against}`, after: `v${report.number}` };
  const title = report.title ?? `${report.programme} ${names.before} → ${names.after}`;
  const bars = counted.map(({ group, before, after }, at) => {
    const y = TOP + at * (2 * BAR + GAP);
    return `<g><text x="${LEFT - 8}" y="${y + BAR + 4}" text-anchor="end">${safe(short(nameOf(group)))}</text>${barAt({ value: before, fill: '#9aa7b4', name: names.before }, y, largest)}${barAt({ value: after, fill: '#1f6f8b', name: names.after }, y + BAR, largest)}</g>`;
  });
  const legend = (x: number, fill: string, name: string): string => `<rect x="${x}" y="40" width="12" height="12" fill="${fill}"/><text x="${x + 18}" y="51">${safe(name)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${safe(title)}">`,
    '<style>text{font:12px sans-serif;fill:#1b2733}.title{font-size:16px;font-weight:bold}.hidden{fill:#6b7885}</style>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/><text x="16" y="26" class="title">${safe(short(title))}</text>`,
    `<text x="${WIDTH - 16}" y="26" text-anchor="end">${safe(`${breakdown} · ${report.on}`)}</text>`,
    legend(LEFT, '#9aa7b4', names.before), legend(LEFT + 120, '#1f6f8b', names.after),
    ...bars, '</svg>', '',
  ].join('\n');
}

function nameOf({ label, key, breakdown }: ToldGroup): string {
  return label ?? key ?? (breakdown === 'TOTAL' ? 'Σ' : '?');
}
