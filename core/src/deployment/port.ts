import { createServer } from 'node:net';
import { deploymentProblems } from './problems.js';

/**
 * Makes sure that a server can listen, before long work is done for it.
 *
 * @throws DeploymentProblems PORT_TAKEN, PORT_FORBIDDEN, HOST_INVALID
 */
export function ensurePortFree(port: number, host: string): Promise<void> {
  if (port === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(explainListenError(error, port, host)));
    probe.listen({ port, host }, () => probe.close(() => resolve()));
  });
}

/** What an error of listening means for a person; the error itself where it is another. */
export function explainListenError(error: unknown, port: number, host: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE': return deploymentProblems.portTaken(port);
    case 'EACCES': return deploymentProblems.portForbidden(port);
    case 'EADDRNOTAVAIL': case 'ENOTFOUND': return deploymentProblems.address(host);
    default: return error;
  }
}
