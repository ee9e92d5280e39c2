/** One observation: what it was measured at, what was measured, and how much it counts. */
export interface Observation {
  readonly at: readonly number[];
  readonly value: number;
  readonly weight: number;
}

/** Coefficients that fit observations best, and how sure they are. */
export interface Fitted {
  readonly coefficients: readonly number[];
  /** Covariances of the coefficients; without more observations than coefficients there are none. */
  readonly covariance?: readonly (readonly number[])[];
  /** Observations beyond the coefficients. */
  readonly freedom: number;
}

/** Weighted linear least squares; `undefined` where the observations do not tell the coefficients apart. */
export function leastSquares(observations: readonly Observation[]): Fitted | undefined {
  const size = observations[0]?.at.length ?? 0;
  const total = (of: (observation: Observation) => number): number => observations.reduce((sum, each) => sum + each.weight * of(each), 0);
  const normal = square(size, (i, j) => total(({ at }) => (at[i] ?? 0) * (at[j] ?? 0)));
  const inverse = inverted(normal);
  if (inverse === undefined) return undefined;
  const right = Array.from({ length: size }, (_, i) => total(({ at, value }) => (at[i] ?? 0) * value));
  const coefficients = inverse.map((row) => dot(row, right));
  const freedom = observations.length - size;
  if (freedom < 1) return { coefficients, freedom };
  const variance = total(({ at, value }) => (value - dot(at, coefficients)) ** 2) / freedom;
  return { coefficients, freedom, covariance: inverse.map((row) => row.map((each) => each * variance)) };
}

const dot = (one: readonly number[], other: readonly number[]): number => one.reduce((sum, each, i) => sum + each * (other[i] ?? 0), 0);

const square = (size: number, of: (row: number, column: number) => number): number[][] => Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => of(i, j)));

/** The inverse of a small symmetric matrix (Gauss and Jordan); `undefined` where it has none. */
function inverted(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | undefined {
  // Rows and columns are scaled to a diagonal of ones first: rates and their squares differ by orders of magnitude.
  const scale = matrix.map((row, i) => Math.sqrt(row[i] ?? 0) || 1);
  const rows = matrix.map((row, i) => [...row.map((each, j) => each / (scale[i] ?? 1) / (scale[j] ?? 1)), ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < rows.length; column++) {
    const best = rows.slice(column).reduce((found, row, i) => (Math.abs(row[column] ?? 0) > Math.abs(rows[found]?.[column] ?? 0) ? column + i : found), column);
    const pivot = rows[best] ?? [];
    if (Math.abs(pivot[column] ?? 0) < 1e-10) return undefined;
    rows[best] = rows[column] ?? [];
    rows[column] = pivot.map((each) => each / (pivot[column] ?? 1));
    for (let other = 0; other < rows.length; other++) {
      const factor = rows[other]?.[column] ?? 0;
      if (other !== column) rows[other] = (rows[other] ?? []).map((each, j) => each - factor * (rows[column]?.[j] ?? 0));
    }
  }
  return rows.map((row, i) => row.slice(rows.length).map((each, j) => each / (scale[i] ?? 1) / (scale[j] ?? 1)));
}

/** Student's t: 95 % of the distribution lie within as many standard errors, by the degrees of freedom from 1 on. */
const T95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086];

/** Half the width of a 95 % interval, from the variance of an estimate. */
export const halfWidth = (variance: number, freedom: number): number => (T95[freedom - 1] ?? 2.0) * Math.sqrt(Math.max(0, variance));
