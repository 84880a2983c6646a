import { z } from 'zod';
import type { Platform } from '../kernel/platform.js';
import { CONFIDENTIALITIES } from './states.js';

const code = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const days = z.number().int().min(0).max(1_000);
const clock = z.strictObject({ acknowledge: days, resolve: days.min(1) });
const description = z.string().min(3).max(500);

const lists = {
  /** What grievances may be about, beside what modules say, or in its place. */
  categories: z.record(code, z.strictObject({ description, confidentiality: z.enum(CONFIDENTIALITIES).optional(), clocks: z.array(clock).optional() })).default({}),
  /** Ways in which grievances come. */
  channels: z.record(code, z.strictObject({ description })).default({}),
  /** How grievances may be decided. */
  outcomes: z.record(code, z.strictObject({ description, decides: z.enum(['RESOLVE', 'REJECT']), consequence: z.string().optional() })).default({}),
};

/** A deployment's settings of `grievances`. Time limits are in working days. */
export const grievanceModuleSettings = z
  .object({
    ...lists,
    /** Code of the calendar by which days are counted; every day counts where left out. */
    calendar: z.string().optional(),
    /** Who looks into grievances, from those who do first to those who do last, and within what time. */
    levels: z.array(clock.extend({ code, description })).min(1).max(10).default([
      { code: 'first', description: 'Those who receive it', acknowledge: 2, resolve: 15 },
      { code: 'second', description: 'Those above them', acknowledge: 2, resolve: 20 },
      { code: 'last', description: 'Those who decide on appeals last', acknowledge: 5, resolve: 30 },
    ]),
    /** Within what time a decision may be appealed against. */
    appealDays: days.default(30),
    /** How many wrong follow-up codes are tried from one address in an hour. */
    followUpTries: z.number().int().min(1).max(10_000).default(20),
  })
  .strict();

export type GrievanceSettings = z.infer<typeof grievanceModuleSettings>;

const read = new WeakMap<object, GrievanceSettings>();

export function grievanceSettings(platform: Pick<Platform, 'settings'>): GrievanceSettings {
  const found = read.get(platform) ?? grievanceModuleSettings.parse(platform.settings('grievances') ?? {});
  read.set(platform, found);
  return found;
}
