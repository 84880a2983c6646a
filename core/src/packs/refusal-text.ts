import type { Refusal } from '../kernel/write/refusal.js';

/** A text of a refusal with its values. */
export function filled(text: string, { values }: Pick<Refusal, 'values'>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
