#!/usr/bin/env bash
# The job of gitlab.yml: compares, leaves plumbline.md and the reports in the project's folder, writes the note, judges.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

RESULTS="$(mktemp -d)"
COMMAND="$(printf 'node\n%s' "$here/../dist/cli.cjs")"
# In a pipeline for merged results HEAD is the merge with the target branch, else the head of the source branch.
EVENT_BASE="${CI_MERGE_REQUEST_TARGET_BRANCH_SHA:-${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}}"
REPORT_URL="${CI_JOB_URL:+$CI_JOB_URL/artifacts/file/plumbline.md}"
export RESULTS COMMAND EVENT_BASE REPORT_URL
export FORMATS='gitlab junit' PROFILES="${PLUMBLINE_PROFILES:-}" OUT="${PLUMBLINE_OUT:-out}" WORKING_DIRECTORY="${PLUMBLINE_DIRECTORY:-.}" FAIL_ON="${PLUMBLINE_FAIL_ON:-}"

COMMIT="$(bash "$here/base.sh")"
export COMMIT
bash "$here/compare.sh"
node "$here/outputs.mjs"

cp "$RESULTS/summary.md" plumbline.md
[ ! -f "$RESULTS/findings.gitlab" ] || cp "$RESULTS/findings.gitlab" gl-code-quality-report.json
[ ! -f "$RESULTS/findings.junit" ] || cp "$RESULTS/findings.junit" plumbline-junit.xml
cat plumbline.md

commented=0
if [ -n "${CI_MERGE_REQUEST_IID:-}" ]; then
  if [ -n "${PLUMBLINE_TOKEN:-}" ]; then
    TOKEN="$PLUMBLINE_TOKEN" node "$here/comment.mjs" || commented=$?
  else
    echo 'plumbline: no note: the token of a job cannot write one. PLUMBLINE_TOKEN may hold an access token of the project (role Reporter, scope api). The report is plumbline.md, among the artifacts.'
  fi
fi

node "$here/verdict.mjs"
exit "$commented"
