import type { EChartsOption } from 'echarts';
import { ageLabels, IndicatorBreakdown } from './breakdown.js';
import type { Asked, IndicatorCell } from './read-indicator.js';

const [WIDTH, HEIGHT] = [900, 480];
const TIMES: ReadonlySet<IndicatorBreakdown> = new Set([IndicatorBreakdown.MONTH, IndicatorBreakdown.QUARTER, IndicatorBreakdown.YEAR]);

/** What is written where something is not known, and between currencies. */
const name = (key: string | null): string => key ?? '?';

/** The keys of a breakdown in the order in which they are drawn. */
function keysOf(cells: readonly IndicatorCell[], at: number, asked: Asked): readonly string[] {
  const found = [...new Set(cells.map(({ keys }) => name(keys[at] ?? null)))];
  const order = asked.by[at] === IndicatorBreakdown.AGE ? ageLabels(asked.ages) : found.toSorted();
  return [...order.filter((key) => found.includes(key)), ...found.filter((key) => !order.includes(key))];
}

/**
 * A chart of an indicator by one or two breakdowns: along time as lines, otherwise as bars; the second breakdown as series. What is hidden is left out.
 *
 * @returns SVG that needs nothing else
 */
export async function asChart(title: string, cells: readonly IndicatorCell[], asked: Asked): Promise<string> {
  const { init } = await import('echarts');
  const along = Math.max(0, asked.by.findIndex((each) => TIMES.has(each)));
  const other = asked.by.length > 1 ? 1 - along : undefined;
  const currencies = [...new Set(cells.map(({ currency }) => currency ?? ''))];
  const categories = keysOf(cells, along, asked);
  const series = (other === undefined ? [''] : keysOf(cells, other, asked)).flatMap((key) => currencies.map((currency) => ({
    name: [key, currency].filter((part) => part !== '').join(' '),
    type: TIMES.has(asked.by[along] ?? IndicatorBreakdown.PLACE) ? 'line' as const : 'bar' as const,
    data: categories.map((category) => {
      const cell = cells.find((each) => name(each.keys[along] ?? null) === category && (other === undefined || name(each.keys[other] ?? null) === key) && (each.currency ?? '') === currency);
      // A chart is looked at, not counted with: its lengths are the only place where a value is a binary number.
      return cell?.value ? Number(cell.value) : null;
    }),
  })));
  const option: EChartsOption = {
    animation: false, backgroundColor: '#ffffff', textStyle: { fontFamily: 'sans-serif' },
    title: { text: title, subtext: `${asked.from} – ${asked.to}`, left: 16, textStyle: { fontSize: 15, width: WIDTH - 60, overflow: 'truncate' } },
    legend: { show: series.length > 1, bottom: 8, type: 'plain' }, grid: { left: 24, right: 24, top: 76, bottom: series.length > 1 ? 56 : 24, containLabel: true },
    xAxis: { type: 'category', data: [...categories] }, yAxis: { type: 'value' }, series,
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
