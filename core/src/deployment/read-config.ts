import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { limitsSchema } from '../kernel/surface/limits.js';
import type { DeploymentConfig } from './define-deployment.js';
import { isSafeAddress } from '../kernel/access/key-set.js';
import { ALGORITHMS } from '../kernel/access/verify-token.js';
import { deploymentProblems } from './problems.js';

const names = z.array(z.string().min(1));

const safe = (url: string): boolean => URL.canParse(url) && isSafeAddress(new URL(url));
const address = z.string().refine(safe, 'not an address with https (http serves for this machine alone)');

const auth = z.strictObject({
  issuer: address,
  audience: z.string().min(1),
  jwksUrl: address.optional(),
  algorithms: z.array(z.enum(ALGORITHMS)).min(1).optional(),
  tokenType: z.string().min(1).optional(),
  rolesFrom: z.enum(['kinga', 'token']).optional(),
  signIn: z.strictObject({ clientId: z.string().min(1), url: address, scope: z.string().regex(/(^| )openid( |$)/, 'names openid among what it asks for').optional() }).optional(),
});

const deployment = z.strictObject({
  name: z.string().min(1),
  modules: names,
  packs: names.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  choose: z.record(z.string(), z.string()).optional(),
  retired: names.optional(),
  timeZone: z.string().refine(isTimeZone, 'not a time zone such as Africa/Accra').optional(),
  locale: z.string().refine(isLanguage, 'not a language such as en or pt-BR').optional(),
  largestPage: z.number().int().min(1).max(1000).optional(),
  auth: auth.optional(),
  limits: limitsSchema.optional(),
  trustedDocuments: z.string().min(1).optional(),
  trustedProxies: names.optional(),
  origins: z.array(z.url().refine((url) => new URL(url).origin === url, 'an origin has no path: https://desk.example.org')).optional(),
  signIns: z.array(z.strictObject({ role: z.string().min(1), name: z.string().min(1), places: names.optional() })).optional(),
  examples: z.array(z.strictObject({ title: z.string(), role: z.string(), query: z.string() })).optional(),
});

/**
 * Loads a deployment's configuration; Node strips its types.
 *
 * @throws DeploymentProblems CONFIG_UNREADABLE, CONFIG_INVALID
 */
export async function readConfig(file: string): Promise<DeploymentConfig> {
  const loaded = await load(file);
  const result = deployment.safeParse(loaded);
  if (!result.success) throw deploymentProblems.configWrong(file, z.prettifyError(result.error));
  return loaded as DeploymentConfig;
}

async function load(file: string): Promise<unknown> {
  try {
    return ((await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    throw deploymentProblems.configFails(file, error instanceof Error ? error.message : String(error));
  }
}

function isTimeZone(name: string): boolean {
  return succeeds(() => new Intl.DateTimeFormat('en', { timeZone: name }));
}

function isLanguage(name: string): boolean {
  return succeeds(() => new Intl.Locale(name));
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
