import { showBytes, showFigure } from '../../formats/figures.ts';
import { sum } from '../../model/value.ts';
import { coresOf } from '../../bench/phase-figures.ts';
import type { BenchReport, Phase } from '../../bench/report.ts';
import { html, htmlTable, type Html } from '../html/html.ts';
import type { Layer, Plot } from '../plot/plot.ts';
import { linear } from '../plot/scale.ts';
import { labelOf, loadOf } from './words.ts';

/** A phase whose servers ran on this machine, and were watched. */
type Watched = Phase & { readonly server: NonNullable<Phase['server']> };

const watchedOf = ({ phases }: BenchReport): readonly Watched[] => phases.filter((phase): phase is Watched => phase.server !== undefined);

const componentsOf = (phases: readonly Watched[]): readonly string[] => [...new Set(phases.flatMap(({ server }) => Object.keys(server.cpuSeconds)))];

const cores = (phase: Watched, component: string): number => coresOf(phase, component) ?? 0;

/** Cores kept busy in each phase, a bar from zero with a piece for each component. */
export function cpuPlot(report: BenchReport): Plot | undefined {
  const phases = watchedOf(report);
  if (phases.length === 0) return undefined;
  const components = componentsOf(phases);
  const bars = components.flatMap((component, c): readonly Layer[] => [
    { draw: 'area', name: component, look: `c${c % 8}`, edges: [] },
    ...phases.map((phase, i): Layer => {
      const below = sum(components.slice(0, c).map((name) => cores(phase, name)));
      const own = cores(phase, component);
      return { draw: 'bar', look: `c${c % 8}`, from: [i + 0.15, below], to: [i + 0.85, below + own], says: `${labelOf(phase)}: ${component} ${showFigure(own)} cores` };
    }),
  ]);
  const named = Math.ceil(phases.length / 8);
  return {
    title: 'CPU by component',
    note: 'Cores kept busy in each phase.',
    shape: 'half',
    x: { place: (value) => value / phases.length, ticks: phases.flatMap((phase, i) => (i % named === 0 ? [{ at: i + 0.5, label: loadOf(phase).replace(' in flight', '×') }] : [])), label: 'phases; × is requests in flight' },
    y: { ...linear(Math.max(0.1, ...phases.map((phase) => sum(components.map((component) => cores(phase, component)))))), label: 'cores' },
    layers: bars,
  };
}

/** Greatest memory of each component, and the CPU of one request, phase by phase. */
export function useTable(report: BenchReport): Html | undefined {
  const phases = watchedOf(report);
  if (phases.length === 0) return undefined;
  const components = componentsOf(phases);
  return htmlTable(
    ['phase', ...components.flatMap((component) => [html`${component}<br>cores`, html`${component}<br>ms a request`, html`${component}<br>memory`])],
    phases.map((phase) => [labelOf(phase), ...components.flatMap((component) => [showFigure(cores(phase, component)), perRequest(phase, component), memoryOf(phase, component)])]),
  );
}

const perRequest = ({ server, counts }: Watched, component: string): string => (counts.succeeded === 0 ? '–' : showFigure(((server.cpuSeconds[component] ?? 0) * 1000) / counts.succeeded));

const memoryOf = ({ server }: Watched, component: string): string => (server.memory[component] === undefined ? '–' : showBytes(server.memory[component]));
