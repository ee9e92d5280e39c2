module.exports = {
  apps: [{ name: 'shop', script: './index.js', instances: 'max', exec_mode: 'cluster', max_memory_restart: '300M', node_args: ['--max-old-space-size=256'], env: { PORT: 4000, ...process.env } }],
};
