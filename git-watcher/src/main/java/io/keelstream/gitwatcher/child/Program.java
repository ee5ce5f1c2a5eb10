package io.keelstream.gitwatcher.child;

import java.util.List;

/**
 * A renderer's program as it was found at start-up.
 *
 * @param command the program and what always follows it
 * @param version what it says of itself, e.g. {@code v5.8.1}
 */
record Program(List<String> command, String version) {

    Program {
        command = List.copyOf(command);
    }
}
