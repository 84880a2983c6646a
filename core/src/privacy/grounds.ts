import type { Platform } from '../kernel/platform.js';
import { purposes } from '../kernel/privacy/purpose.js';
import { kernelSettings } from '../kernel/files/settings.js';

/** Whether data may be used for a purpose only of persons for whom a ground is recorded: as the deployment says, or else the purpose. */
export function restsOnConsent(platform: Pick<Platform, 'extensions' | 'settings'>, purpose: string): boolean {
  const configured = kernelSettings.parse(platform.settings('kernel') ?? {}).privacy.purposes[purpose]?.ground;
  return (configured ?? platform.extensions(purposes).get(purpose)?.ground) === 'CONSENT';
}
