import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with a deployment's files, for a test. */
export interface DeploymentFolder {
  readonly dir: string;
  readonly config: string;
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

/** @param config what `kinga.config.ts` says; a deployment of core alone where left out */
export async function deploymentFolder(config = "export default { name: 'Test', modules: [] };"): Promise<DeploymentFolder> {
  const dir = await mkdtemp(join(tmpdir(), 'kinga-deployment-'));
  const write = async (name: string, text: string): Promise<string> => {
    const file = join(dir, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  };
  return { dir, config: await write('kinga.config.ts', config), write, remove: () => rm(dir, { recursive: true, force: true }) };
}
