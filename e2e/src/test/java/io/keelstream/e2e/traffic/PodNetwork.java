package io.keelstream.e2e.traffic;

import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way from this host to the addresses of pods: a link into a process's network namespace, where all of them are local. Nothing
 * has to be undone: link and routes end with the namespace, and that ends with its process.
 */
final class PodNetwork {

    /** The addresses that the control plane gives to pods. */
    private static final String RANGE = "10.244.0.0/16";

    private static final String HERE = "169.254.77.1";
    private static final String THERE = "169.254.77.2";

    private PodNetwork() {}

    /** Why there can be no such way here; empty where there can. */
    static Optional<String> whyNot() {
        try {
            Program.of("ip").run("-Version");
            Ended ended = new Program(command(List.of("true")), Path.of(""), Map.of()).run();
            return ended.code() == 0
                    ? Optional.empty()
                    : Optional.of("no network namespace can be made: " + ended.text()
                            + ". Run the tests as root, or below: unshare --map-root-user --net");
        } catch (UncheckedIOException missing) {
            return Optional.of("ip and unshare are needed; install the Debian packages iproute2 and util-linux");
        }
    }

    /** A command that runs another one in a network namespace of its own, as the same process. */
    static List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(List.of("unshare", "--net"));
        all.addAll(command);
        return all;
    }

    /** Makes the way to the namespace of a process. */
    static void join(long process) {
        String link = "pods" + process;
        ip("link add " + link + " type veth peer name eth0 netns " + process);
        ip("address add " + HERE + "/30 dev " + link);
        ip("link set " + link + " up");
        String inside = "nsenter --target " + process + " --net ip ";
        run(inside + "address add " + THERE + "/30 dev eth0");
        run(inside + "link set lo up");
        run(inside + "link set eth0 up");
        run(inside + "route add local " + RANGE + " dev lo");
        ip("route add " + RANGE + " via " + THERE + " dev " + link + " src " + HERE);
    }

    private static void ip(String arguments) {
        run("ip " + arguments);
    }

    private static void run(String command) {
        Ended ended = Program.of(command.split(" ", -1)).run();
        if (ended.code() != 0) {
            throw new IllegalStateException(command + ": " + ended.text());
        }
    }
}
