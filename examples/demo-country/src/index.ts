export { demoCountry } from './module.js';
