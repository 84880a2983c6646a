import type { TokenIssuer } from '../kernel/access/tokens.js';

/** What a deployment's `kinga.config.ts` says. */
export interface DeploymentConfig {
  /** Its name, for people. */
  readonly name: string;
  /** Package names, or paths from the configuration's folder, of the modules beyond core. */
  readonly modules: readonly string[];
  /** Module id to its settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Extension point of kind `one` to the contribution that is chosen. */
  readonly choose?: Readonly<Record<string, string>>;
  /** IANA time zone in which days begin; UTC where left out. */
  readonly timeZone?: string;
  /** BCP 47 language of texts where a caller asks for none. */
  readonly locale?: string;
  /** Largest page of a list; 100 where left out. */
  readonly largestPage?: number;
  /** Where tokens come from in production. Development has an issuer of its own. */
  readonly auth?: TokenIssuer;
  /** Queries that `kinga start` prints, for newcomers to paste. */
  readonly examples?: readonly { readonly title: string; readonly role: string; readonly query: string }[];
}

/** Describes a deployment: the one file that an implementer writes. */
export function defineDeployment(config: DeploymentConfig): DeploymentConfig {
  return Object.freeze(config);
}
