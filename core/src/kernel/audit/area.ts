import { AuditChange } from './audit-change.js';
import { AuditEntry } from './audit-entry.js';
import { backgroundWork } from '../jobs/background.js';
import { anchorDaily } from './anchor-daily.js';
import { makePartitions } from './make-partitions.js';
import { auditPermissions } from './permissions.js';
import { RecordedRead } from './recorded-read.js';

export const audit = {
  entities: [AuditEntry, AuditChange, RecordedRead],
  permissions: auditPermissions,
  contributes: [
    backgroundWork.contribute('kernel.anchor-audit', { everyMs: 60_000, run: anchorDaily }),
    backgroundWork.contribute('kernel.partitions', { everyMs: 6 * 3_600_000, run: makePartitions }),
  ],
};
