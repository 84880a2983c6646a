import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloneDatabase, templateDatabase, type Clone } from '../kernel/database/template.js';
import { testServer, type TestServer } from '../kernel/database/test-server.js';
import { defineModule } from '../kernel/module/define-module.js';
import type { Seed } from '../kernel/module/seed.js';
import type { Platform } from '../kernel/platform.js';
import { seedDeployment } from './seed-deployment.js';

let server: TestServer;
let clone: Clone;
let pool: pg.Pool;
const ran: string[] = [];

beforeAll(async () => {
  server = await testServer();
  clone = await cloneDatabase(server.url, await templateDatabase(server.url, 'empty', async () => undefined));
  pool = new pg.Pool({ connectionString: clone.url });
  await pool.query('create schema kernel; create table kernel.seed (module text, name text, kind text, applied_at timestamptz default now(), primary key (module, name))');
});
afterAll(async () => {
  await pool.end();
  await clone.drop();
  await server.stop();
});

const seed = (name: string, kind: Seed['kind'], work = async (): Promise<void> => undefined): Seed => ({ name, kind, run: async () => { await work(); ran.push(name); } });
const platformOf = (...seeds: readonly Seed[]): Platform =>
  ({ pool, plan: { modules: [defineModule({ name: 'lunches', version: '1.0.0' }, { description: 'Lunches', seeds })] } }) as never;
const names = async (platform: Platform, kinds: readonly Seed['kind'][]): Promise<readonly string[]> =>
  (await seedDeployment(platform, kinds, { step: () => undefined })).map((owned) => owned.seed.name);

it('runs each seed once, reference data before made-up data, and made-up data only when it is asked for', async () => {
  const platform = platformOf(seed('people', 'demo'), seed('menu', 'reference'));
  expect(await names(platform, ['reference'])).toEqual(['menu']);
  expect(await names(platform, ['reference', 'demo'])).toEqual(['people']);
  expect(await names(platform, ['reference', 'demo'])).toEqual([]);
  expect(ran.splice(0)).toEqual(['menu', 'people']);
});

it('runs a seed once when several processes seed at the same time', async () => {
  const platform = platformOf(seed('tables', 'reference', () => new Promise((done) => { setTimeout(done, 50); })));
  const all = await Promise.all([1, 2, 3].map(() => names(platform, ['reference'])));
  expect(all.flat()).toEqual(['tables']);
  expect(ran.splice(0)).toEqual(['tables']);
});

it('tells which seed stopped and why, and runs it again next time', async () => {
  const faults = [new Error('no rice')];
  const platform = platformOf(seed('rice', 'reference', async () => { const fault = faults.pop(); if (fault) throw fault; }));
  await expect(names(platform, ['reference'])).rejects.toThrow('SEED_FAILED: The seed rice stopped: no rice');
  expect(await names(platform, ['reference'])).toEqual(['rice']);
});
