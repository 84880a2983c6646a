import { AuditChange } from './audit-change.js';
import { AuditEntry } from './audit-entry.js';
import { auditPermissions } from './permissions.js';
import { RecordedRead } from './recorded-read.js';

export const audit = {
  entities: [AuditEntry, AuditChange, RecordedRead],
  permissions: auditPermissions,
};
