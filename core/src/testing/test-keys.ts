import { createHash } from 'node:crypto';
import { parseKeys } from '../kernel/secrets/keys.js';

/** The same in every test, since seeded templates of databases are shared. Worth nothing elsewhere. */
export const testKeys = parseKeys(createHash('sha256').update('keys of tests').digest('base64'));
