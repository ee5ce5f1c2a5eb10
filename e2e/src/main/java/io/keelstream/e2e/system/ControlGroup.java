package io.keelstream.e2e.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A control group of Linux, by which one process gets less of the machine than it could, as the kubelet bounds a pod. Works with
 * whichever of the two versions is mounted, and needs to be root. Closed after the process has ended, or when it may have all
 * again.
 *
 * @param folder of the group
 */
public record ControlGroup(Path folder) implements AutoCloseable {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    /** Of the kubelet too; in microseconds. */
    private static final int PERIOD = 100_000;

    /** Why there is none here; empty where there is. */
    public static Optional<String> whyNot() {
        return Files.isWritable(second() ? ROOT.resolve("cgroup.subtree_control") : ROOT.resolve("blkio"))
                ? Optional.empty()
                : Optional.of("control groups need Linux and root");
    }

    /**
     * Bounds the processor time of a process.
     *
     * @param percent of one processor
     */
    public static ControlGroup processor(ProcessHandle process, int percent) throws IOException {
        int quota = PERIOD * percent / 100;
        ControlGroup group = make("cpu", "cpu", process);
        if (second()) {
            group.set("cpu.max", quota + " " + PERIOD);
        } else {
            group.set("cpu.cfs_period_us", Integer.toString(PERIOD));
            group.set("cpu.cfs_quota_us", Integer.toString(quota));
        }
        return group.join(process);
    }

    /**
     * Makes the disk slow for a process: what it forces to the disk takes its time, what only reaches the page cache does not.
     *
     * @param place a file or folder on that disk
     * @param writes how many the disk does in a second
     */
    public static ControlGroup disk(ProcessHandle process, Path place, int writes) throws IOException {
        long device = ((Number) Files.getAttribute(place, "unix:dev")).longValue();
        String disk = (device >> 8 & 0xfff) + ":" + (device & 0xff);
        ControlGroup group = make("io", "blkio", process);
        if (second()) {
            group.set("io.max", disk + " wiops=" + writes);
        } else {
            group.set("blkio.throttle.write_iops_device", disk + " " + writes);
        }
        return group.join(process);
    }

    private static boolean second() {
        return Files.exists(ROOT.resolve("cgroup.controllers"));
    }

    private static ControlGroup make(String controller, String hierarchy, ProcessHandle process) throws IOException {
        Path parent = ROOT;
        if (second()) {
            Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+" + controller);
        } else {
            parent = ROOT.resolve(hierarchy);
        }
        return new ControlGroup(Files.createDirectory(parent.resolve("keelstream-" + process.pid())));
    }

    private ControlGroup join(ProcessHandle process) throws IOException {
        set("cgroup.procs", Long.toString(process.pid()));
        return this;
    }

    private void set(String file, String value) throws IOException {
        Files.writeString(folder.resolve(file), value);
    }

    /** What is still in it goes on without a limit. */
    @Override
    public void close() throws IOException {
        for (String process : Files.readAllLines(folder.resolve("cgroup.procs"))) {
            Files.writeString(folder.resolveSibling("cgroup.procs"), process);
        }
        Files.delete(folder);
    }
}
