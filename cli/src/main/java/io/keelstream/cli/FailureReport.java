package io.keelstream.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a verb says of an exception that nobody expected: one line, and a file with the stack trace. Stateless. */
final class FailureReport {

    private static final String PLACE = "keelstream: this is a fault of keelstream itself (";

    private FailureReport() {}

    static void print(Throwable failure, PrintWriter out) {
        String what = failure.getClass().getSimpleName()
                + (failure.getMessage() == null
                        ? ""
                        : ": " + failure.getMessage().lines().findFirst().orElse(""));
        StringWriter details = new StringWriter();
        failure.printStackTrace(new PrintWriter(details, true));
        try {
            Path file = Files.createTempFile("keelstream-failure-", ".txt");
            Files.writeString(file, details.toString(), StandardCharsets.UTF_8);
            out.println(PLACE + what + "). Please report it with " + file);
        } catch (IOException e) {
            out.println(PLACE + what + "); its details cannot be kept: " + e.getMessage());
        }
    }
}
