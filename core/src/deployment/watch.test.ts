import { mkdir, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { deploymentFolder } from './testing/deployment-folder.js';
import { watchPaths } from './watch.js';

it('tells once of changes that come together, of a file that is saved by renaming, and of one in a new folder', async () => {
  const folder = await deploymentFolder();
  const file = await folder.write('src/a/b.ts', '1');
  const told = { times: 0 };
  const next = async (): Promise<number> => {
    await sleep(500);
    return told.times;
  };
  const stop = watchPaths([`${folder.dir}/src`], () => { told.times += 1; });
  const saveByRenaming = async (): Promise<void> => {
    await writeFile(`${folder.dir}/new`, '2');
    await rename(`${folder.dir}/new`, file);
  };
  await writeFile(file, '2');
  await writeFile(file, '3');
  expect(await next()).toBe(1);
  await saveByRenaming();
  expect(await next()).toBe(2);
  await writeFile(file, '4');
  expect(await next()).toBe(3);
  await mkdir(`${folder.dir}/src/new`);
  expect(await next()).toBe(4);
  await writeFile(`${folder.dir}/src/new/c.ts`, '1');
  expect(await next()).toBe(5);
  stop();
  await writeFile(file, '5');
  expect(await next()).toBe(5);
  await folder.remove();
});
