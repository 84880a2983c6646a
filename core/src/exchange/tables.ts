import type { TablePrivacy } from '../kernel/privacy/tables.js';

/** What imports and exports keep while they run, and to be taken back. */
export const exchangeTables: Readonly<Record<string, TablePrivacy>> = {
  'exchange.export_progress': { description: 'How far exports are', sensitivity: 'internal', purpose: 'administration', columns: { cursor: { sensitivity: 'personal' }, writer: { sensitivity: 'personal' } } },
  'exchange.import_row': { description: 'Persons as a file has them, until its import ends', sensitivity: 'personal', purpose: 'registry', columns: { attributes: { sensitivity: 'sensitive' } } },
  'exchange.import_household': { description: 'Households as a file has them, until its import ends', sensitivity: 'personal', purpose: 'registry' },
  'exchange.import_identifier': { description: 'Numbers as a file has them, until its import ends', sensitivity: 'sensitive', purpose: 'registry' },
  'exchange.import_match': { description: 'Persons of the registry that rows of a file may be', sensitivity: 'personal', purpose: 'registry' },
  'exchange.import_chunk': { description: 'Parts of imports that were written', sensitivity: 'internal', purpose: 'registry' },
  'exchange.import_written': { description: 'Rows that imports wrote, to be taken back', sensitivity: 'personal', purpose: 'registry' },
  'exchange.import_change': { description: 'Rows that imports changed, as they were, to be taken back', sensitivity: 'personal', purpose: 'registry', columns: { before: { sensitivity: 'sensitive' } } },
};

const STAGED = 'because rows of a file are copied in, and PostgreSQL copies into no table that has a policy; no field leads here, and they go with their import';

/** What no policy guards, and why. */
export const exchangeUnguarded: Readonly<Record<string, string>> = { 'exchange.import_row': STAGED, 'exchange.import_identifier': STAGED };
