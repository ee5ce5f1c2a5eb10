package io.keelstream.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What makes a process stand still and go on, as the system does it. */
public enum Signal {
    /** It holds its connections and does nothing; from outside it looks like a slow one. */
    STOP,
    /** It goes on as if no time had passed. */
    CONT;

    /** Sends it, and returns when it is sent. */
    public void send(Process process) {
        try {
            new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
