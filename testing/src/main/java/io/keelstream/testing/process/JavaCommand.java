package io.keelstream.testing.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run this JVM's own program as further processes. Pure. */
public final class JavaCommand {

    /** For a process that shares the machine with many: a small heap, one thread that collects, and no compiler that pays off late. */
    public static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaCommand() {}

    /** The program {@code java}. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A small process of a class on this JVM's class path. */
    public static List<String> small(Class<?> main, String... arguments) {
        return of(SMALL, main, arguments);
    }

    /**
     * A process of a class on this JVM's class path.
     *
     * @param options of the JVM
     */
    public static List<String> of(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
