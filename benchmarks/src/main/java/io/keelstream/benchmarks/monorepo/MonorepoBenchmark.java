package io.keelstream.benchmarks.monorepo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what git-watcher needs for a repository of which little is deployed: the first look and a push, as a whole and by folder. */
@Command(
        name = "monorepo",
        description = {
            "Measures how git-watcher reads a large repository: time of the first look and of a push, memory and disk.",
            "It is generated, and served by `git daemon`; each measurement is a process of its own."
        },
        mixinStandardHelpOptions = true)
public final class MonorepoBenchmark implements Callable<Integer> {

    @Option(names = "--applications", description = "Applications of four files each (default: ${DEFAULT-VALUE}).")
    private int applications = 250;

    @Option(names = "--files", description = "Files in all (default: ${DEFAULT-VALUE}).")
    private int files = 100_000;

    @Option(names = "--history", description = "MiB of all large files that ever were (default: ${DEFAULT-VALUE}).")
    private int history = 1_024;

    @Option(names = "--pushes", description = "Pushes that are measured (default: ${DEFAULT-VALUE}).")
    private int pushes = 20;

    @Option(names = "--heap", description = "Largest heap of a measurement (default: ${DEFAULT-VALUE}).")
    private String heap = "384m";

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MonorepoBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("keelstream-monorepo");
        try {
            new Monorepo(folder.resolve("mono.git")).generate(applications, files, history);
            int port = freePort();
            Process daemon = new ProcessBuilder(
                            "git",
                            "daemon",
                            "--listen=127.0.0.1",
                            "--port=" + port,
                            "--base-path=" + folder,
                            "--export-all")
                    .inheritIO()
                    .start();
            try {
                String url = "git://127.0.0.1:" + port + "/mono.git";
                System.out.println("the repository: " + (size(folder) >> 20) + " MiB");
                measure(url, folder, "deploy");
                measure(url, folder, "");
            } finally {
                daemon.destroy();
                daemon.waitFor();
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
        return 0;
    }

    /** Reads the repository in a process of its own, so that its memory is its own too. */
    private void measure(String url, Path folder, String only) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                MonorepoReader.class.getName(),
                url,
                folder.toString(),
                String.valueOf(pushes)));
        if (!only.isEmpty()) {
            command.add(only);
        }
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("the measurement ended with " + code);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        }
    }
}
