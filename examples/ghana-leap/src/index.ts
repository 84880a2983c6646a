export { programme, schedules } from './leap.js';
export { ghanaLeap } from './module.js';
