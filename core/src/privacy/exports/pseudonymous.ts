import { exportChecks, type AskedField } from '../../exchange/exports/export-checks.js';
import { pseudonymBesideIds, pseudonymOfAnotherPurpose } from '../refusals.js';

const pseudonymsIn = (asked: readonly AskedField[]): readonly AskedField[] => asked.filter(({ type, field }) => type === 'Person' && field === 'pseudonym');

/** Pseudonyms are of the export's own purpose, stand beside no id, and in no order that other exports have too: two exports can't be joined. */
export const pseudonymous = exportChecks.contribute('privacy.pseudonymous', {
  hidesOrder: (asked) => pseudonymsIn(asked).length > 0,
  refuses(asked, purpose) {
    const found = pseudonymsIn(asked);
    if (found.length === 0) return [];
    const ids = [...new Set(asked.filter(({ gives }) => gives === 'ID').map(({ type, field }) => `${type}.${field}`))];
    return [
      ...(found.some((each) => each.arguments['purpose'] !== purpose) ? [pseudonymOfAnotherPurpose('query', { purpose })] : []),
      ...(ids.length > 0 ? [pseudonymBesideIds('query', { fields: ids.join(', ') })] : []),
    ];
  },
});
