import type { Address } from './address.js';
import { errorCode, errorText } from './errors.js';
import { connectionProblems, DatabaseProblem } from './problems.js';

/** The problem behind an error that connecting to, or first asking, a database has thrown. */
export function explainConnectionError(error: unknown, address: Address): DatabaseProblem {
  if (error instanceof DatabaseProblem) return error;
  const where = address.shown;
  const why = address.hide(errorText(error)).replace(/\.$/, '');
  switch (errorCode(error)) {
    case 'ENOTFOUND': case 'EAI_AGAIN': return connectionProblems.hostUnknown(address.host);
    case 'ECONNREFUSED': case 'ENOENT': return connectionProblems.refused(where);
    case 'ETIMEDOUT': case 'EHOSTUNREACH': case 'ENETUNREACH': case 'ECONNRESET': case 'EPIPE': return connectionProblems.unreachable(where, why);
    case '28P01': case '28000': return /no encryption|SSL/i.test(why) ? connectionProblems.tls(where, why) : connectionProblems.credentials(where);
    case '3D000': return connectionProblems.missing(where, address.database);
    case '53100': return connectionProblems.diskFull();
    case '53300': return connectionProblems.tooManyConnections(where);
    case '57P01': case '57P02': case '57P03': return connectionProblems.startingUp(where);
    case '42501': return connectionProblems.permission(why);
  }
  // What the driver and TLS say without a code.
  if (/timeout|terminated unexpectedly/i.test(why)) return connectionProblems.unreachable(where, why);
  if (/SSL|TLS|certificate|self-signed/i.test(why)) return connectionProblems.tls(where, why);
  if (/password must be a string|no password/i.test(why)) return connectionProblems.credentials(where);
  return connectionProblems.other(where, why);
}
