// How long reading and judging takes, beside the start of Node itself. Usage: npm run build && node test/bench/validate.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
const program = join(root, 'dist/cli.cjs');
const rounds = Number(process.argv[2] ?? 7);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function time(args, cwd = root) {
  const took = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
    if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: ${status} ${stderr}`);
    took.push(performance.now() - start);
  }
  return median(took);
}

/** A thousand files, each a Deployment with its Service. */
function thousand() {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  mkdirSync(join(folder, 'k8s'));
  for (let i = 0; i < 1000; i++) {
    const labels = `{ app: api-${i} }`;
    writeFileSync(join(folder, 'k8s', `api-${i}.yaml`), `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api-${i}
spec:
  replicas: 2
  selector:
    matchLabels: ${labels}
  template:
    metadata:
      labels: ${labels}
    spec:
      containers:
        - name: api
          image: registry.example.com/shop/api:1.${i}
          command: ["node", "server.js"]
          ports:
            - containerPort: 3000
          resources:
            requests: { cpu: 100m, memory: 256Mi }
            limits: { cpu: "1", memory: 256Mi }
          readinessProbe:
            httpGet: { path: /readyz, port: 3000 }
---
apiVersion: v1
kind: Service
metadata:
  name: api-${i}
spec:
  selector: ${labels}
  ports:
    - port: 80
      targetPort: 3000
`);
  }
  return folder;
}

const folder = thousand();
try {
  const bare = time(['-e', '0']);
  const start = time([program, '--version']);
  const row = (name, took) => console.log(`${name.padEnd(52)} ${took.toFixed(1).padStart(8)} ms  ${(took / bare).toFixed(2)} x`);
  row('node -e 0', bare);
  row('gen --version', start);
  row('gen validate out', time([program, 'validate', 'out']));
  row('gen validate, 39 stacks of awesome-compose', time([program, 'validate', 'test/corpus/awesome-compose']));
  row('gen validate, 1,000 files of Kubernetes', time([program, 'validate', folder]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
