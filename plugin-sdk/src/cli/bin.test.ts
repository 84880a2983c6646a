import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/kinga.js', import.meta.url));
const OLD_NODE = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.11.0' })`;

function run(bin: string, words: readonly string[], nodeOptions: readonly string[] = []): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, bin, ...words], { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  return { code: status, out: stdout, err: stderr };
}

it('runs again on the Node of the npm package where the one at hand is too old, and hands on words and exit code', () => {
  expect(run(BIN, ['--version'], ['--import', OLD_NODE])).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  expect(run(BIN, ['modles'], ['--import', OLD_NODE])).toMatchObject({ code: 2, err: expect.stringMatching(/Did you mean modules\?/) });
});

it('says what to do where no newer Node is installed, and where it has not been built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kinga-bin-'));
  const lonely = join(folder, 'bin', 'kinga.mjs');
  await cp(BIN, lonely);
  expect(run(lonely, [], ['--import', OLD_NODE])).toMatchObject({ code: 1, err: expect.stringMatching(/needs Node 22\.18 or newer; this is 20\.11\.0[\s\S]*To do: Run npm install/) });
  expect(run(lonely, [])).toMatchObject({ code: 1, err: expect.stringMatching(/is not built or not installed[\s\S]*To do: Run npm install and npm run build/) });
  await rm(folder, { recursive: true });
});
