package io.keelstream.gitwatcher.child;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One run of a program under limits. While it runs, the resident memory of all its descendants is summed, because a
 * kernel limit applies to each process separately, and they are counted. No process is left when {@link #run} returns. Used once.
 */
final class Child {

    private static final int MOST_ERRORS = 16 << 10;
    private static final int MOST_PROCESSES = 100;
    private static final int PACE_MILLIS = 20;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Confinement confinement;
    private final ChildLimits limits;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Set<ProcessHandle> seen = new HashSet<>();
    private int running;
    private volatile boolean flooded;

    Child(Confinement confinement, ChildLimits limits) {
        this.confinement = confinement;
        this.limits = limits;
    }

    /**
     * Runs the program to its end or to a limit.
     *
     * @param command program and arguments; no shell is involved
     * @param folder its working folder
     * @param environment its whole environment
     */
    ChildResult run(List<String> command, Path folder, Map<String, String> environment) throws InterruptedException {
        return start(confinement.wrap(command, limits), folder, environment);
    }

    /** The same in a private folder: where the kernel allows it, the program sees no other file. */
    ChildResult run(List<String> command, WorkFolder work) throws InterruptedException {
        return run(command, work, work.tree(), work.environment());
    }

    /** The same, in a folder inside the private one. */
    ChildResult run(List<String> command, WorkFolder work, Path folder, Map<String, String> environment)
            throws InterruptedException {
        return start(confinement.wrap(command, limits, work, folder), folder, environment);
    }

    private ChildResult start(List<String> command, Path folder, Map<String, String> environment)
            throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new ChildResult.NotStarted(String.valueOf(e.getMessage()));
        }
        Thread out = drain(process.getInputStream(), output, limits.outputBytes(), true);
        Thread err = drain(process.getErrorStream(), errors, MOST_ERRORS, false);
        try {
            long deadline = System.nanoTime() + limits.time().toNanos();
            String exceeded = watch(process, deadline);
            if (!exceeded.isEmpty()) {
                return new ChildResult.Killed(exceeded);
            }
            // a process that it left behind holds the pipes
            seen.forEach(ProcessHandle::destroyForcibly);
            if (!ended(out, deadline) || !ended(err, deadline)) {
                return new ChildResult.Killed(time());
            }
            return flooded
                    ? new ChildResult.Killed(output())
                    : new ChildResult.Ended(
                            process.exitValue(),
                            output.toString(StandardCharsets.UTF_8),
                            errors.toString(StandardCharsets.UTF_8));
        } finally {
            kill(process);
        }
    }

    /** Waits for the end; the name of the limit that was exceeded, or an empty text. */
    private String watch(Process process, long deadline) throws InterruptedException {
        while (!process.waitFor(PACE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > deadline) {
                return time();
            }
            if (flooded) {
                return output();
            }
            long resident = resident(process);
            if (running > MOST_PROCESSES) {
                return MOST_PROCESSES + " processes";
            }
            if (resident > limits.memoryBytes()) {
                return (limits.memoryBytes() >> 20) + " MiB of memory";
            }
        }
        return "";
    }

    private static boolean ended(Thread drain, long deadline) throws InterruptedException {
        return drain.join(Duration.ofNanos(Math.max(GRACE.toNanos(), deadline - System.nanoTime())));
    }

    private String time() {
        return limits.time().toSeconds() + " s of time";
    }

    private String output() {
        return (limits.outputBytes() >> 20) + " MiB of output";
    }

    private long resident(Process process) {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            List<ProcessHandle> all = descendants.toList();
            seen.addAll(all);
            running = all.size();
            return resident(process.pid())
                    + all.stream().mapToLong(each -> resident(each.pid())).sum();
        }
    }

    /** Resident bytes of a process from {@code /proc}; 0 where there is none. */
    private static long resident(long pid) {
        try {
            String[] fields = Files.readString(Path.of("/proc", String.valueOf(pid), "statm"))
                    .split(" ", -1);
            return fields.length > 1 ? Long.parseLong(fields[1]) * 4_096 : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Where there is a PID namespace, the kernel ends everything in it with the process, at once, however fast it multiplies. Else
     * children first, so that none can start another one unseen; those that outlived their parent were seen before.
     */
    private void kill(Process process) {
        if (confinement.endsTogether()) {
            process.destroyForcibly();
        }
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        seen.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Thread drain(InputStream from, ByteArrayOutputStream into, int most, boolean limit) {
        return Thread.ofVirtual().name("child-output").start(() -> {
            byte[] buffer = new byte[16 << 10];
            try (from) {
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    int room = most - into.size();
                    into.write(buffer, 0, Math.min(room, read));
                    flooded |= limit && read > room;
                }
            } catch (IOException e) {
                into.write('\n');
            } catch (Throwable e) {
                // without memory for its output the child has had too much of it
                flooded = true;
            }
        });
    }
}
