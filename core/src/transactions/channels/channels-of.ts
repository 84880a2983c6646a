import type { Platform } from '../../kernel/platform.js';
import { refuse } from '../../kernel/write/refusal.js';
import { paymentChannels, type PaymentChannel } from '../payment-channel.js';
import { channelUnknown } from '../refusals.js';
import { configuredChannels } from './configured.js';

/** The payment channels of a deployment, by name: what its modules bring, and what its settings describe. */
export function channelsOf(platform: Platform): ReadonlyMap<string, PaymentChannel> {
  return new Map([...platform.extensions(paymentChannels), ...configuredChannels(platform)]);
}

/**
 * A channel by its name.
 *
 * @param path where it is named in the input
 * @throws Refused CHANNEL_UNKNOWN
 */
export function channelNamed(platform: Platform, channel: string, path: string): PaymentChannel {
  const channels = channelsOf(platform);
  return channels.get(channel) ?? refuse(channelUnknown(path, { known: [...channels.keys()].join(', ') || 'none' }));
}
