export { healthInsurance } from './module.js';
