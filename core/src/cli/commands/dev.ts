import type { AddCommand } from '../command.js';
export const addDev: AddCommand = () => undefined;
