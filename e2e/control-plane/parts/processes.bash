# shellcheck shell=bash
# Processes of one control plane. Each has a start script <state>/run/<name> (so that it can be started again with the
# same arguments, and so that a person can see them), a log <state>/log/<name>.log and a file <state>/pid/<name>.

# Stopped in this order: first those that write, then the store.
readonly stop_order=(envoy-gateway coredns network-policies kube-proxy kubelet kwok kube-scheduler kube-controller-manager kube-apiserver etcd owner-watch)

# The programs are Go's: memory is plentiful here and processors are not, so they collect garbage more rarely.
prepare_process() {
  local name=$1
  shift
  mkdir -p "$state/run" "$state/log" "$state/pid"
  printf '#!/usr/bin/env bash\nexport GOGC=%s\nexec%s\n' "${GOGC:-400}" "$(printf ' %q' "$@")" >"$state/run/$name"
  chmod +x "$state/run/$name"
}

start_process() {
  local name=$1
  setsid "$state/run/$name" >>"$state/log/$name.log" 2>&1 </dev/null &
  echo $! >"$state/pid/$name"
  # Else this shell would report its end.
  disown
}

# Prints the process id if the recorded process still is ours: its command line must name the program and our state
# folder, since the number alone may have been given to somebody else's process.
running_process() {
  local name=$1 pid command
  pid=$(cat "$state/pid/$name" 2>/dev/null) || return 1
  command=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || return 1
  [[ $command == *"$name"* && $command == *"$state/"* ]] || return 1
  echo "$pid"
}

# Returns when the process is gone, and its ports are free.
stop_process() {
  local name=$1 signal=$2 pid tries=0
  if pid=$(running_process "$name") && [ "$pid" != $$ ]; then
    kill "-$signal" "$pid" 2>/dev/null || true
    until is_gone "$pid"; do
      tries=$((tries + 1))
      if [ "$tries" -eq 200 ] && running_process "$name" >/dev/null; then
        kill -KILL "$pid" 2>/dev/null || true
      fi
      [ "$tries" -lt 1200 ] || die "$name (process $pid) does not end; end it and try again"
      sleep 0.05
    done
  fi
}

# Whether a process and all its threads have ended. A process that is being ended loses its command line first and keeps
# its ports until its last thread is gone; what nobody has asked about yet stays as a zombie and has no ports.
is_gone() {
  local tasks=(/proc/"$1"/task/*)
  [ -e "${tasks[0]}" ] || return 0
  [ ${#tasks[@]} -eq 1 ] && grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"
}

stop_everything() {
  local name
  [ ! -e "$test_host/pid" ] || stop_test_host
  for name in "${stop_order[@]}"; do
    stop_process "$name" "$1"
  done
  rm -rf "$state/pid"
}

last_words() {
  printf '%s: the last lines of %s:\n' "$1" "$state/log/$1.log"
  tail -n 5 "$state/log/$1.log" 2>/dev/null
}

# Six neighbouring ports below the range from which the kernel takes ports for clients. The search starts at a place that
# depends on the process id, so that two control planes that start at the same moment do not choose the same ports.
choose_ports() {
  local first=20000 blocks=1500 offset block base
  for ((offset = 0; offset < blocks; offset++)); do
    block=$((($$ + offset) % blocks))
    base=$((first + block * 8))
    if ports_free "$base"; then
      echo "$base"
      return
    fi
  done
  die "no six neighbouring free ports between $first and $((first + blocks * 8)); name some with --port-base"
}

ports_free() {
  local port
  for ((port = $1; port < $1 + 6; port++)); do
    port_free "$port" || return 1
  done
}

port_free() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
