import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deploymentFolder, type DeploymentFolder } from '../deployment/testing/deployment-folder.js';
import { runProgram } from './program.js';

let folder: DeploymentFolder;
beforeAll(async () => { folder = await deploymentFolder(); });
afterAll(() => folder.remove());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function kinga(...words: readonly string[]): Promise<Ran> {
  const said = { out: '', err: '' };
  const streams = { write: (text: string) => { said.out += text; }, writeError: (text: string) => { said.err += text; }, watched: false };
  const code = await runProgram(words, { version: '1.2.3', cwd: folder.dir, streams });
  return { code, ...said };
}

it('ends with 2 and says what there is when it is used wrongly', async () => {
  expect(await kinga('modles')).toEqual({ code: 2, out: '', err: expect.stringMatching(/unknown command 'modles'[\s\S]*Did you mean modules\?/) });
  expect(await kinga('start', '--prot', '1')).toMatchObject({ code: 2, err: expect.stringMatching(/unknown option '--prot'/) });
  expect(await kinga('why')).toMatchObject({ code: 2, err: expect.stringMatching(/missing required argument 'Type.field'/) });
  expect(await kinga('token', 'registrar', '--hours', 'long')).toMatchObject({ code: 2, err: expect.stringMatching(/give a number of hours/) });
});

it('has help for each command, and each can answer in JSON', async () => {
  const { code, out } = await kinga('--help');
  expect(code).toBe(0);
  const commands = [...out.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name ?? '').filter((name) => name !== 'help');
  expect(commands).toEqual(['dev', 'start', 'migrate', 'backup', 'restore', 'deliveries', 'seed', 'modules', 'why', 'schema', 'operations', 'check', 'doctor', 'audit', 'ledger', 'token', 'grant', 'can', 'matrix', 'demo', 'privacy', 'pack', 'mobile-money']);
  for (const command of commands) expect((await kinga(command, '--help')).out).toMatch(/--json +answer in JSON/);
  expect(await kinga('--version')).toMatchObject({ code: 0, out: '1.2.3\n' });
});

it('answers in JSON where that is asked for, problems included', async () => {
  expect(JSON.parse((await kinga('modules', '--json')).out)).toMatchObject({ modules: [{ id: 'kernel' }, { id: 'access' }, { id: 'calendars' }, { id: 'people' }, { id: 'change-requests' }, { id: 'exchange' }, { id: 'matching' }, { id: 'programmes' }, { id: 'surveys' }, { id: 'transactions' }, { id: 'indicators' }, { id: 'privacy' }, { id: 'grievances' }, { id: 'webhooks' }] });
  const { code, out, err } = await kinga('token', 'registar', '--json');
  expect({ code, err, ...(JSON.parse(out) as object) }).toMatchObject({ code: 1, err: '', problems: [{ code: 'UNKNOWN_ROLE', message: expect.stringMatching(/Did you mean registrar\?/) }] });
});

it('tells problems on standard error, with what to do', async () => {
  expect(await kinga('modules', '--config', 'nowhere')).toEqual({ code: 1, out: '', err: expect.stringMatching(/CONFIG_MISSING[\s\S]*To do: /) });
  await writeFile(join(folder.dir, 'backup'), '{"kinga":"backup","format":1,"migrations":[]}\n');
  expect(await kinga('restore', 'backup')).toEqual({ code: 1, out: '', err: expect.stringMatching(/ERASURES_MISSING[\s\S]*To do: .*--nobody-erased/) });
  expect(await kinga('demo', 'leep')).toMatchObject({ code: 1, err: expect.stringMatching(/UNKNOWN_DEMO/) });
});

it('prints a token and nothing else', async () => {
  const { code, out, err } = await kinga('token', 'registrar', 'exporter', '--place', 'A', '--place', 'B', '--name', 'asha@example.org', '--hours', '2');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const claims = JSON.parse(Buffer.from(out.split('.')[1] ?? '', 'base64url').toString()) as { iat: number; exp: number };
  expect(claims).toMatchObject({ sub: 'asha@example.org', roles: ['registrar', 'exporter'], places: ['A', 'B'] });
  expect(claims.exp - claims.iat).toBe(7200);
});
