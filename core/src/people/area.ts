export { together, type Area } from '../kernel/module/area.js';
