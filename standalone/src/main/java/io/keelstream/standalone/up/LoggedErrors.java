package io.keelstream.standalone.up;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of {@link System#err} while {@code up} runs: what libraries print there, stack traces above all, goes to the
 * log line by line. The terminal is for people. Thread-safe; closed once.
 */
final class LoggedErrors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedErrors.class);

    private final PrintStream terminal = System.err;

    LoggedErrors() {
        System.setErr(new PrintStream(new Lines(), true, StandardCharsets.UTF_8));
    }

    /** Where messages for people go. */
    PrintStream terminal() {
        return terminal;
    }

    @Override
    public void close() {
        System.setErr(terminal);
    }

    /** Each thread collects its own line, so that none mixes with another's. */
    private static final class Lines extends OutputStream {

        private static final int LONGEST = 16 << 10;

        private final ThreadLocal<ByteArrayOutputStream> line = ThreadLocal.withInitial(ByteArrayOutputStream::new);
        private final ThreadLocal<Boolean> logging = ThreadLocal.withInitial(() -> false);

        @Override
        public void write(int character) {
            ByteArrayOutputStream own = line.get();
            if (character != '\n' && own.size() < LONGEST) {
                own.write(character);
                return;
            }
            String text = own.toString(StandardCharsets.UTF_8).stripTrailing();
            own.reset();
            // a logger that itself prints here must not come back
            if (!text.isEmpty() && !logging.get()) {
                logging.set(true);
                try {
                    LOG.atWarn().addKeyValue("line", text).log("Printed by a library");
                } finally {
                    logging.set(false);
                }
            }
        }
    }
}
