import type { AddCommand } from '../command.js';
export const addCheck: AddCommand = () => undefined;
