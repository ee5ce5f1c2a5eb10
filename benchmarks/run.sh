# Sourced by the commands beside it: builds what has changed since the last run and runs one of the benchmarks' classes.
# Expects $root.
run() {
  local java_home
  for java_home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$java_home/bin/java" ] && grep -qs '^JAVA_VERSION="2[5-9]' "$java_home/release"; then
      break
    fi
    java_home=
  done
  [ -n "$java_home" ] || {
    echo "needs a JDK 25 or newer: set JAVA_HOME to one" >&2
    exit 2
  }
  local classpath=$root/benchmarks/target/classpath
  if [ ! -s "$classpath" ] || [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$classpath" -print -quit)" ]; then
    echo "building, this takes a few minutes the first time ..." >&2
    (cd "$root" && JAVA_HOME=$java_home mvn -q -B -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package \
      dependency:build-classpath -Dmdep.outputFile=target/classpath) >&2
  fi
  cd "$root"
  exec "$java_home/bin/java" -cp "benchmarks/target/classes:$(cat "$classpath")" "$@"
}
