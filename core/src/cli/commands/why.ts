import type { AddCommand } from '../command.js';
export const addWhy: AddCommand = () => undefined;
