import type { TablePrivacy } from '../kernel/privacy/tables.js';

/** What matching works with: copies of what people holds, made so that it is found. */
export const matchingTables: Readonly<Record<string, TablePrivacy>> = {
  'matching.person_entry': { description: 'Words of names and years of birth, by which persons are searched', sensitivity: 'personal', purpose: 'registry' },
  'matching.phone_entry': { description: 'Telephone numbers backwards, by whose end persons are searched', sensitivity: 'personal', purpose: 'registry' },
  'matching.word': { description: 'Words that names are made of, and how they sound', sensitivity: 'internal', purpose: 'registry' },
  'matching.name_share': { description: 'Names that several persons bear, and how frequent they are', sensitivity: 'internal', purpose: 'registry' },
  'matching.duplicate_run': { description: 'Searches for duplicates, and how far they are', sensitivity: 'internal', purpose: 'registry' },
  'matching.duplicate_person': {
    description: 'Persons as a search for duplicates compares them', sensitivity: 'personal', purpose: 'registry', columns: { numbers: { sensitivity: 'sensitive' } },
  },
  'matching.duplicate_name': { description: 'Names as a search for duplicates compares them', sensitivity: 'personal', purpose: 'registry' },
  'matching.duplicate_pair': { description: 'Pairs that a search for duplicates looks at', sensitivity: 'personal', purpose: 'registry' },
  'matching.duplicate_comparison': { description: 'How alike the persons of pairs are', sensitivity: 'personal', purpose: 'registry' },
};

const WORK = 'because it is what one search for duplicates works on, within the places of who started it, and is emptied by; no field leads here';

/** What no policy guards, and why. */
export const matchingUnguarded: Readonly<Record<string, string>> = {
  'matching.duplicate_person': WORK, 'matching.duplicate_name': WORK, 'matching.duplicate_pair': WORK, 'matching.duplicate_comparison': WORK,
};
