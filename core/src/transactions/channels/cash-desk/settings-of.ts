import type { Context } from '../../../kernel/context.js';
import { settingsOf } from '../../settings.js';
import type { CashDeskSettings } from './settings.js';

/** The channels of a deployment that are cash desks, by name. */
export function cashDeskChannels(ctx: { readonly platform: Pick<Context['platform'], 'settings'> }): ReadonlyMap<string, CashDeskSettings> {
  return new Map(Object.entries(settingsOf(ctx).channels).flatMap(([name, channel]) => (channel.kind === 'cash-desk' ? [[name, channel] as const] : [])));
}

/** Those of a channel. @throws Error where it is none of cash desks */
export function deskSettings(ctx: { readonly platform: Pick<Context['platform'], 'settings'> }, channel: string): CashDeskSettings {
  const settings = cashDeskChannels(ctx).get(channel);
  if (!settings) throw new Error(`the channel ${channel} is none of cash desks any more`);
  return settings;
}
