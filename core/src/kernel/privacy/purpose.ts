import type { Context } from '../context.js';
import { badInput, purposeRequired } from '../faults.js';
import { extensionPoint } from '../module/extension-point.js';
import type { Platform } from '../platform.js';
import { kernelSettings } from '../files/settings.js';
import type { LegalGround } from './register/settings.js';

/** What persons' data is used for, by a code in kebab case. */
export interface Purpose {
  /** What it is, for the person whose data it is. */
  readonly description: string;
  /** The ground on which data is used for it, where a deployment says none: one of those of the GDPR (article 6, paragraph 1). */
  readonly ground?: LegalGround;
}

/** Purposes that data is kept and read for, and that consent or another ground is recorded for. */
export const purposes = extensionPoint<Purpose>('kernel.purposes', 'many', "What persons' data is used for");

/** What a request is for that says nothing about it. */
export const DEFAULT_PURPOSE = 'administration';

export const kernelPurposes = [
  purposes.contribute(DEFAULT_PURPOSE, { description: 'The daily work of the administration: keeping records, answering the person, running the platform', ground: 'PUBLIC_TASK' }),
];

/** Whether data may be given away for a purpose only of persons for whom a ground is recorded: as the deployment says, or else the purpose. */
export function restsOnConsent(platform: Pick<Platform, 'extensions' | 'settings'>, purpose: string): boolean {
  const configured = kernelSettings.parse(platform.settings('kernel') ?? {}).privacy.purposes[purpose]?.ground;
  return (configured ?? platform.extensions(purposes).get(purpose)?.ground) === 'CONSENT';
}

const required = new WeakMap<Platform, boolean>();

/** Whether requests have to say what they are for. */
function requiresPurpose(platform: Platform): boolean {
  const found = required.get(platform) ?? kernelSettings.parse(platform.settings('kernel') ?? {}).privacy.purposeRequired;
  required.set(platform, found);
  return found;
}

/** Header by which a client says what it asks for. */
export const PURPOSE_HEADER = 'kinga-purpose';

/** The purpose that a client gives, or the one of who gives none where the deployment lets them; refuses what is not registered. */
export function purposeGiven(platform: Platform, given: string | readonly string[] | undefined): Context['purpose'] {
  const known = platform.extensions(purposes);
  if (given === undefined) {
    if (!requiresPurpose(platform)) return DEFAULT_PURPOSE;
    throw purposeRequired(`Say what this request is for by the header ${PURPOSE_HEADER}; there are: ${[...known.keys()].join(', ')}.`);
  }
  if (typeof given === 'string' && known.has(given)) return given;
  throw badInput(`The header ${PURPOSE_HEADER} names a purpose that is not registered here; there are: ${[...known.keys()].join(', ')}.`);
}
