/** One kind of request that a load consists of. */
export interface ScenarioRequest {
  readonly name: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query; `{1..100000}` stands for a whole number, another one in each request. */
  readonly path: string;
  /** How often it is sent, relative to the others. */
  readonly weight: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; `{1..100000}` as in a path. Objects of a profile become JSON, with their content type. */
  readonly body?: string;
}

/** What clients do: several weighted requests. */
export type Scenario = readonly ScenarioRequest[];
