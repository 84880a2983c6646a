export { cashTransfers } from './module.js';
