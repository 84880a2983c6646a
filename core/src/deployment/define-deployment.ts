import type { LimitSettings } from '../kernel/surface/limits.js';
import type { TokenIssuer } from '../kernel/access/verify-token.js';

/** Somebody made up as whom a newcomer may sign in; `kinga start` prints a token for each. */
export interface SignIn {
  /** Name of a role that a module defines. */
  readonly role: string;
  /** Who it is: the token's subject. */
  readonly name: string;
  /** Codes of the places whose subtrees the person may see; every place where left out. */
  readonly places?: readonly string[];
}

/** A query that `kinga start` prints, for newcomers to paste. */
export interface ExampleQuery {
  readonly title: string;
  /** The sign-in that may send it. */
  readonly role: string;
  readonly query: string;
}

/** What a deployment's `kinga.config.ts` says. */
export interface DeploymentConfig {
  /** Its name, for people. */
  readonly name: string;
  /** Package names, or paths from the configuration's folder, of the modules beyond core. */
  readonly modules: readonly string[];
  /** Folders of country packs, from the configuration's folder, whose attributes the registry gets. They are installed by `kinga pack install`. */
  readonly packs?: readonly string[];
  /** Module id to its settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Extension point of kind `one` to the contribution that is chosen. */
  readonly choose?: Readonly<Record<string, string>>;
  /** Ids of modules that were taken out for good: what the database holds of them stays, untouched. */
  readonly retired?: readonly string[];
  /** IANA time zone in which days begin; UTC where left out. */
  readonly timeZone?: string;
  /** BCP 47 language of texts where a caller asks for none. */
  readonly locale?: string;
  /** Largest page of a list; 100 where left out. */
  readonly largestPage?: number;
  /** Where tokens come from in production. Development has an issuer of its own. */
  readonly auth?: TokenIssuer;
  /** How much one request may ask for, and how much somebody may ask for in time; what is left out is as `docs/guides/graphql.md` says. */
  readonly limits?: LimitSettings;
  /** Origins whose pages may ask, such as `https://desk.example.org`; none where left out. */
  readonly origins?: readonly string[];
  /** File of the only documents that are answered, from the configuration's folder, as `kinga operations --write` makes it; any document where left out. */
  readonly trustedDocuments?: string;
  /** Addresses or networks of proxies in front, whose word is taken for who asks; none where left out. */
  readonly trustedProxies?: readonly string[];
  /** Sign-ins that `kinga start` prints, outside of production. */
  readonly signIns?: readonly SignIn[];
  readonly examples?: readonly ExampleQuery[];
}

/**
 * Describes a deployment: the one file that an implementer writes.
 *
 * @example export default defineDeployment({ name: 'Kaya', modules: ['@kinga/cash-transfers'] });
 */
export function defineDeployment(config: DeploymentConfig): DeploymentConfig {
  return Object.freeze(config);
}
