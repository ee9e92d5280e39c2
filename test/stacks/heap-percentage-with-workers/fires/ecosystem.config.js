module.exports = {
  apps: [
    {
      name: 'api',
      script: 'server.js',
      exec_mode: 'cluster',
      instances: 4,
      node_args: '--max-old-space-size-percentage=75',
    },
  ],
};
