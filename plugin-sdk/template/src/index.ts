export { __module__ } from './module.js';
