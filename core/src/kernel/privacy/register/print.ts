import type { ProcessingRegister, RegisterEntry } from './register.js';

/** The columns of the register as somebody reads it. */
export function registerRows({ entries }: ProcessingRegister): readonly Readonly<Record<string, string>>[] {
  return entries.map((entry) => ({
    module: entry.module, data: entry.data, fields: entry.fields.join(', '), class: entry.masked ? `${entry.sensitivity}, masked` : entry.sensitivity,
    purpose: entry.purpose, ground: groundOf(entry), 'whose data': entry.subjects.join(', '),
    'who may read': entry.roles.length > 0 ? entry.roles.join(', ') : entry.permissions.length > 0 ? `nobody by a role of its own (${entry.permissions.join(', ')})` : 'the platform alone',
    kept: entry.retention ?? 'not said', 'goes to': entry.recipients.join('; '), stored: entry.storage,
  }));
}

function groundOf({ ground, law }: RegisterEntry): string {
  return [ground ?? 'not said', law].filter((text) => text !== null).join(', ');
}

/** The register as a document. */
export function registerMarkdown(register: ProcessingRegister, name: string): string {
  const rows = registerRows(register);
  const headings = Object.keys(rows[0] ?? {}).filter((heading) => heading !== 'module');
  const modules = [...new Set(register.entries.map(({ module }) => module))];
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const said = [
    `Controller: ${register.controller ?? 'not said'}. Contact: ${register.contact ?? 'not said'}.`,
    ...(register.recipients.length > 0 ? [`Further recipients: ${register.recipients.join('; ')}.`] : []),
  ];
  return [
    `# Processing register of ${name}`, '', ...said,
    ...modules.flatMap((module) => [
      '', `## ${module}`, '', line(headings), line(headings.map(() => '---')),
      ...rows.filter((row) => row['module'] === module).map((row) => line(headings.map((heading) => row[heading] ?? ''))),
    ]),
  ].join('\n');
}
