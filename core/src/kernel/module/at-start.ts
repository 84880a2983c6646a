import type { Platform } from '../platform.js';
import { extensionPoint } from './extension-point.js';

/** What a module does with the database each time that a process starts, such as to write down what the code says now. */
export type AtStart = (platform: Platform) => Promise<void>;

export const atStart = extensionPoint<AtStart>('kernel.at-start', 'chain', 'What is done each time that a process starts, before it answers');
