import type { AddCommand } from '../command.js';
export const addDoctor: AddCommand = () => undefined;
