import type { Platform } from '../../kernel/platform.js';
import { paymentChannels, type PaymentChannel } from '../payment-channel.js';
import { settingsOf } from '../settings.js';
import { cashDeskChannel } from './cash-desk/cash-desk-channel.js';
import { configuredFileChannel } from './files/configured-file.js';
import { mobileMoneyChannel } from './mobile-money/mobile-money-channel.js';
import { isoChannel } from './iso20022/iso-channel.js';

const made = new WeakMap<Platform, ReadonlyMap<string, PaymentChannel>>();

/** The channels that a deployment's settings describe, by name. */
export function configuredChannels(platform: Platform): ReadonlyMap<string, PaymentChannel> {
  const known = made.get(platform);
  if (known) return known;
  const described = Object.entries(settingsOf({ platform }).channels);
  const ofModules = platform.extensions(paymentChannels);
  const taken = described.find(([name]) => ofModules.has(name));
  if (taken) throw new Error(`settings.transactions.channels describes a channel ${taken[0]}, which a module brings already; give it another name`);
  const channels = new Map(described.map(([name, channel]) => [name, channelOf(channel)]));
  made.set(platform, channels);
  return channels;
}

function channelOf(channel: ReturnType<typeof settingsOf>['channels'][string]): PaymentChannel {
  switch (channel.kind) {
    case 'iso20022':
      return isoChannel(channel);
    case 'file':
      return configuredFileChannel(channel);
    case 'mobile-money':
      return mobileMoneyChannel(channel);
    case 'cash-desk':
      return cashDeskChannel(channel);
  }
}
