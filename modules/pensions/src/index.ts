export { pensions } from './module.js';
