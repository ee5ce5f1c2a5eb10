package io.keelstream.gitwatcher.child;

import java.util.List;

/**
 * A renderer's program as it was found at start-up.
 *
 * @param command the program and its fixed arguments
 * @param version its reported version, e.g. {@code v5.8.1}
 * @param confinement under which it runs
 */
record Program(List<String> command, String version, Confinement confinement) {

    Program {
        command = List.copyOf(command);
    }
}
