import type { Area } from '../../kernel/module/area.js';
import { simulationDone } from '../events.js';
import { CompareSimulations } from './compare-simulations.js';
import { ExportSimulation } from './export/export-simulation.js';
import { simulate } from './simulate-job.js';
import { SimulationBreakdowns, SimulationReport } from './simulation-report.js';
import { SimulationRow } from './simulation-row.js';
import { StartSimulation } from './start-simulation.js';

export const simulation: Area = {
  entities: [SimulationReport, SimulationRow],
  resolvers: [StartSimulation, SimulationBreakdowns, CompareSimulations, ExportSimulation],
  events: [simulationDone],
  jobs: [simulate],
};
