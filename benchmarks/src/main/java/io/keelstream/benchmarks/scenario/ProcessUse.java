package io.keelstream.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used so far.
 *
 * @param processorSeconds user and system time
 * @param residentMegabytes memory in RAM now, in MiB; 0 where the system has no {@code /proc}
 * @param greatestMegabytes the most that was in RAM at once, in MiB; 0 where the system has no {@code /proc}
 */
public record ProcessUse(double processorSeconds, long residentMegabytes, long greatestMegabytes) {

    public static ProcessUse of(ProcessHandle process) {
        double seconds = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
        return new ProcessUse(seconds, status(process.pid(), "VmRSS:"), status(process.pid(), "VmHWM:"));
    }

    private static long status(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
