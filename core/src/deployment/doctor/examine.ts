import { loadDeployment, type Deployment } from '../load-deployment.js';
import type { Environment } from '../environment.js';
import { readEnvironment } from '../environment.js';
import { ensurePortFree } from '../port.js';
import { dirname } from 'node:path';
import { databaseFindings } from './database.js';
import { look, type Finding } from './finding.js';
import { copiesOfGraphql, diskSpace, embeddedPrograms, nodeVersion } from './machine.js';

/** Looks at everything that a deployment needs to run here. Nothing is changed. */
export async function examine(configFile: string): Promise<readonly Finding[]> {
  const dir = dirname(configFile);
  const seen: { deployment?: Deployment; environment?: Environment } = {};
  const findings = [
    await look('Node', nodeVersion),
    await look('plan', async () => {
      seen.deployment = await loadDeployment(configFile);
      return `${seen.deployment.plan.modules.length} modules fit together`;
    }),
    await look('graphql', () => copiesOfGraphql(dir)),
    await look('environment', () => {
      seen.environment = readEnvironment(dir);
      return `data in ${seen.environment.dataDir}`;
    }),
  ];
  const { environment, deployment } = seen;
  if (!environment) return findings;
  findings.push(await look('port', async () => {
    await ensurePortFree(environment.port, environment.host);
    return `${environment.port} is free`;
  }));
  findings.push(await look('disk', () => diskSpace(environment.dataDir)));
  if (!environment.databaseUrl) findings.push(await look('embedded PostgreSQL', embeddedPrograms));
  return [...findings, ...(await databaseFindings(environment, deployment))];
}
