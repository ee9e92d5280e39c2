/** Compose files, right and wrong, of which the loader of Compose is asked as well. */
export const cases: readonly string[] = [
  `services:
  a:
    image: x
    volumes: [/data, '/a:/b', './x:/y:ro', '~/z:/q', 'v:/v:rw']
volumes: {v: }
`,
  `services:
  a:
    image: x
    ports: [{target: 80, host_ip: 0.0.0.0}, '127.0.0.1:80:80']
`,
  `services:
  'a b':
    image: x
`,
  `services:
  a:
    image: x
    privileged: yes
    tty: on
`,
  `services:
  a:
    build: {context: ., args: {A: 1}, cache_from: [a], target: b, tags: [x]}
`,
  `services:
  a:
    image: x
    build:
`,
  `services:
  a:
    image: x
    command: [a, 1_000]
`,
  `services:
  a:
    image: x
    command: [a, 08]
`,
  `services:
  a:
    image: x
    command: [sleep, 10]
`,
  `services:
  a:
    image: x
    command:
    entrypoint:
`,
  `services:
  a:
    image: x
    command: [a, yes, no, on, 22:22, 1.2.3, 0x1g, 08]
`,
  `services:
  b:
    image: x
    container_name: bb
    deploy: {replicas: 3}
`,
  `services:
  a:
    image: x
    container_name: 12
`,
  `services:
  a:
    image: x
    command: 12
`,
  `services:
  a:
    image: x
configs:
  s: {content: a, file: b}
`,
  `services:
  a:
    image: x
    cpus: 1
    deploy: {resources: {limits: {memory: 1g}}}
`,
  `services:
  a:
    image: x
    depends_on: {b: {condition: healthy}}
  b: {image: x}
`,
  `services:
  a:
    image: x
    depends_on:
      b: {}
  b:
    image: x
`,
  `services:
  a:
    image: x
    depends_on: [zz]
`,
  `services:
  a:
    image: x
    depends_on:
      b:
  b:
    image: x
`,
  `services:
  a:
    image: x
    depends_on:
`,
  `services:
  a:
    image: x
    depends_on: {zz: {condition: service_started, required: false}}
`,
  `services:
  a:
    image: x
    deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 1, device_ids: ['0']}]}}}
`,
  `services:
  a:
    build: {context: ., dockerfile: a, dockerfile_inline: 'FROM x'}
`,
  `services:
  a:
    image: x
    ports: ['80:80','80:80']
`,
  `services:
  a:
    image: x
    tmpfs: /x
    volumes: ['./b:/x']
`,
  `services:
  a:
    image: x
    volumes: ['./a:/x', './b:/x']
`,
  `services: {}
`,
  `services:
  a:
    image: x
    entrypoint: {a: b}
`,
  `services:
  a:
    image: x
    environment:
      A:
`,
  `services:
  a:
    image: x
    environment: [5]
`,
  `services:
  a:
    image: x
    environment: {A: [1]}
`,
  `services:
  a:
    image: x
    expose: ['a']
`,
  `services:
  a:
    extends: b
  b:
    image: x
`,
  `services:
  a:
    extends: {service: b}
  b:
    image: x
    profiles: [p]
`,
  `services:
  a:
    image: x
secrets:
  s: {external: true}
`,
  `x-a: &a
  environment: {A: b}
services:
  a:
    <<: *a
    image: x
  b:
    <<: [*a]
    image: x
`,
  `volumes: {v: {external: {name: a}}}
services:
  a:
    image: x
`,
  `services:
  a:
    image: x
    gpus: all
    deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu]}]}}}
`,
  `services:
  a:
    image: x
    healthcheck: {disable: true}
`,
  `services:
  a:
    image: x
    healthcheck: {test: [a, b], interval: 10}
`,
  `services:
  a:
    image: x
    healthcheck:
`,
  `services:
  a:
    image: x
    healthcheck: {test: curl x, retries: '3', start_period: 3s}
`,
  `services:
  a:
    image: x
    healthcheck: {test: [curl, b]}
`,
  `services:
  a:
    image: x
    ports: [{target: 80, published: '80', host_ip: local}]
`,
  `services:
  a:
    image: x
    ports: ['local:80:80']
`,
  `services:
  a:
    image: x
    working_dir: 3
    stop_grace_period: 30
`,
  `services:
  a:
    image: true
`,
  `services:
  a:
    image:
    build: .
`,
  `include:
services:
  a:
    image: x
`,
  `services:
  b:
    image: x
    ipc: service:zz
`,
  `services:
  a:
    image: x
    labels: {a: 5, b: true, c: }
`,
  `services:
  a:
    image: x
    links: [zz]
`,
  `services:
  a:
    image: x
    env_file: {path: a}
`,
  `services:
  a:
    image: x
    volumes: [{type: volume, source: v, target: /x}, {type: bind, source: ./a, target: /b}]
`,
  `services:
  a:
    image: x
    deploy: {resources: {limits: {memory: 512}}}
`,
  `services:
  a:
    image: x
    mem_limit: 1g
    deploy: {resources: {limits: {cpus: '1'}}}
`,
  `services:
  a:
    image: x
    configs: [{source: c, mode: 0440}]
configs: {c: {content: a}}
`,
  `name: 1
services:
  a:
    image: x
`,
  `services:
  a:
    image: x
networks:
  n:
`,
  `services:
  a:
    image: x
    networks:
`,
  `services:
  a:
    image: x
    network_mode: host
    networks: [default]
`,
  `services:
  a:
    image: x
    network_mode: service:zz
`,
  `services:
  a:
    ports: ['80']
`,
  `services:
  a:
    image: x
    labels:
    networks:
`,
  `services:
  a:
    image: 12
`,
  `services:
  a:
    platform: linux/amd64
    build: {context: ., platforms: [linux/arm64]}
`,
  `services:
  a:
    image: x
    ports:
`,
  `services:
  a:
    image: x
    ports: ['70000:80']
`,
  `services:
  a:
    image: x
    ports: 80
`,
  `services:
  a:
    image: x
    ports: [80, {target: 80, published: 80}]
`,
  `services:
  a:
    image: x
    depends_on: [b]
  b:
    image: x
    profiles: [p]
`,
  `services:
  a:
    image: x
    deploy: {replicas: -1}
`,
  `services:
  a:
    image: x
    restart: false
`,
  `services:
  a:
    image: x
    restart: no
`,
  `services:
  a:
    image: x
    restart:
`,
  `services:
  a:
    image: x
secrets:
  s: {file: ./a, environment: B}
`,
  `services:
  b:
    image: x
    secrets: [{source: s, target: t}]
`,
  `services:
  a:
    image: x
secrets:
  s: {}
`,
  `services:
`,
  `services:
  a:
`,
  `services:
  a:
    image: x
    deploy:
    environment:
    ports:
`,
  `services:
  a:
    image: x
    tmpfs: [/a, '/b:size=1m']
    sysctls: {net.core.somaxconn: 1024}
    ulimits: {nproc: 5, nofile: {soft: 1, hard: 2}}
    logging: {driver: a, options: {max-size: 5}}
`,
  `version: '3'
services:
  b:
    image: x
    scale: 2
    deploy: {replicas: 3}
`,
  `services:
  a:
    image: x
    ulimits: {nofile: {soft: 5}}
`,
  `services:
  a:
    image: x
    secrets: [s]
`,
  `services:
  a:
    image: x
    volumes: ['data:/x']
`,
  `services:
  a:
    image: x
    enviroment: {A: b}
`,
  `services:
  a:
    image: x
    networks: [n]
`,
  `service:
  a:
    image: x
`,
  `services:
  a:
    image: x
    user: 1000
`,
  `services:
  a:
    image: x
    scale: \${N:-2}
    privileged: \${P:-true}
    ports: ['\${A:-80}:80']
`,
  `version: 3.8
services:
  a:
    image: x
`,
  `services:
  a:
    image: x
volumes:
`,
  `services:
  b:
    image: x
    volumes_from: [zz]
`,
  `services:
  a:
    image: x
    volumes:
`,
  `services:
  a:
    image: x
    develop: {watch: [{path: ., action: sync}]}
`,
  `services:
  a:
    image: x
    volumes: ['C:\\\\a:/b']
`,
  `x-a: 1
services:
  a:
    image: x
    x-b: 3
`,
  `services:
  a:
    image: x
    environment: {D: 2020-01-01, H: 0o7, I: 07}
`,
];
