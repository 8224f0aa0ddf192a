#!/usr/bin/env bash
# Builds everything and runs every test: what CI runs.
#   ./test.sh                     all test projects
#   ./test.sh Storage Contracts   only tests/Storage.Tests and tests/Contracts.Tests
# The last line is "N passed, N failed" and, where tests were skipped, ", N skipped"; the exit code is 1 when anything failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export MSBUILDTERMINALLOGGER=off MSBUILDDISABLENODEREUSE=1

readonly reports=artifacts/test-reports
readonly time_limit=30m
readonly no_tests_ran=8 # Microsoft.Testing.Platform's exit code, also for a project whose tests are all skipped
passed=0 failed=0 skipped=0 failures=()

say() { printf '\n== %s\n' "$*"; }

# Counts something other than a test as one failure.
fail() {
  failures+=("$1")
  failed=$((failed + 1))
}

finish() {
  if ((${#failures[@]} > 0)); then
    say "Failed:"
    printf '  %s\n' "${failures[@]}"
  fi
  if ((skipped > 0)); then
    echo "$passed passed, $failed failed, $skipped skipped"
  else
    echo "$passed passed, $failed failed"
  fi
  ((failed == 0)) || exit 1
  exit 0
}

# as_root COMMAND…: runs it as root; fails where that is not allowed.
as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

can_install() { command -v apt-get > /dev/null && as_root true 2> /dev/null; }

# need PACKAGE COMMAND…: installs the Debian package unless the command succeeds.
need() {
  local package=$1
  shift
  if "$@" > /dev/null 2>&1; then return; fi
  if can_install; then
    say "Installing $package"
    { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$package"; } || true
  fi
  "$@" > /dev/null 2>&1 || echo "$package is missing and cannot be installed from here: the tests that need it will be skipped."
}

# at_least VERSION COMMAND…: whether the first version in what the command prints is that or a later one.
at_least() {
  local least=$1 printed
  shift
  printed=$("$@" 2> /dev/null) || return 1 # all of it: a program whose reader leaves early fails
  [[ $printed =~ [0-9]+(\.[0-9]+)+ ]] && printf '%s\n' "$least" "${BASH_REMATCH[0]}" | sort -C -V
}

# candidate PACKAGE: prints the version of the Debian package that can be installed, as far as this system knows.
candidate() {
  local policy
  policy=$(LC_ALL=C apt-cache policy "$1" 2> /dev/null) || return 1
  [[ $policy =~ Candidate:\ ([0-9][^[:space:]]*) ]] && echo "${BASH_REMATCH[1]}"
}

# need_version VERSION PACKAGE COMMAND…: installs the Debian package unless the command prints that version or a later one, or Debian has none that would.
need_version() {
  local least=$1 package=$2
  shift 2
  if at_least "$least" "$@"; then return; fi
  # A fresh image knows no packages yet, an old one old ones.
  if ! at_least "$least" candidate "$package" && can_install; then as_root apt-get update -q || true; fi
  if at_least "$least" candidate "$package"; then
    need "$package" at_least "$least" "$@"
  else
    echo "$1 $least or a later one is neither here nor among this system's packages ($package): the tests that need it will be skipped."
  fi
}

# azurite: installs the emulator of Azure Blob Storage as its lock file says, unless that is done.
azurite() {
  local folder=tests/Shared/Azurite
  [[ ! $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]] || return 0
  say "Installing Azurite"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel error --prefix "$folder" && touch "$folder/node_modules/.package-lock.json" ||
    echo "Azurite cannot be installed from here: the tests that need it will be skipped."
}

# attribute NAME: its value in the first element of the report on standard input that has it, or 0.
attribute() { grep -oE "[^-a-z]$1=\"[0-9]+\"" | head -n 1 | grep -oE '[0-9]+' || echo 0; }

run_tests() {
  local project=$1 code=0 report=$reports/$1.xml assembly broken
  say "$project"
  rm -f "$report"
  "artifacts/bin/$project/release/MusicGen.$project" --progress off --timeout "$time_limit" \
    --results-directory "$reports" --report-xunit-xml --report-xunit-xml-filename "$project.xml" < /dev/null || code=$?

  if [[ ! -s $report ]]; then
    fail "$project: no report, exit code $code"
    return
  fi
  assembly=$(grep -m 1 -o '<assembly [^>]*>' "$report" || true)
  passed=$((passed + $(attribute passed <<< "$assembly")))
  skipped=$((skipped + $(attribute skipped <<< "$assembly")))
  broken=$(($(attribute failed <<< "$assembly") + $(attribute errors <<< "$assembly")))
  failed=$((failed + broken))
  if ((broken > 0)); then
    failures+=("$project: $broken failed")
  elif (($(attribute total <<< "$assembly") == 0)); then
    fail "$project: no tests"
  elif ((code != 0 && code != no_tests_ran)); then
    fail "$project: exit code $code"
  fi
}

# Sourced, as by its own tests, it gives its functions and does nothing.
[[ ${BASH_SOURCE[0]} == "$0" ]] || return 0

projects=()
for name in "$@"; do
  [[ -d tests/${name%.Tests}.Tests ]] || { echo "There is no tests/${name%.Tests}.Tests." >&2; exit 2; }
  projects+=("${name%.Tests}.Tests")
done
if ((${#projects[@]} == 0)); then
  for folder in tests/*.Tests; do projects+=("${folder#tests/}"); done
fi

sdk=$(grep -oE '"version": *"[^"]+"' global.json | grep -oE '[0-9][^"]*')
if [[ $(dotnet --version 2> /dev/null) != "$sdk" ]]; then
  fail "the .NET SDK $sdk is not installed: https://dotnet.microsoft.com/download/dotnet/10.0"
  finish
fi

need python3-mido /usr/bin/python3 -c 'import mido'
need fluidsynth test -x /usr/bin/fluidsynth
need redis-server test -x /usr/bin/redis-server
need prometheus promtool --version
need timgm6mb-soundfont test -f /usr/share/sounds/sf2/TimGM6mb.sf2

# Debian 12 has kubectl of 2020, which cannot read the overlays.
need_version 1.25 kubernetes-client kubectl version --client

# Azurite asks for 22 and runs with what its packages ask for.
need_version 18.19 nodejs node --version
need npm npm --version
if at_least 18.19 node --version; then azurite; fi

say "Restoring"
restore=(dotnet restore MusicGen.sln)
[[ ${CI:-} != true ]] || restore+=(--locked-mode)
"${restore[@]}" || { fail "restore"; finish; }

say "Checking the format"
dotnet format MusicGen.sln --verify-no-changes --no-restore || fail "format: run 'dotnet format'"

say "Building"
dotnet build MusicGen.sln -c Release --no-restore -nr:false || { fail "build"; finish; }

mkdir -p "$reports"
for project in "${projects[@]}"; do run_tests "$project"; done
finish
