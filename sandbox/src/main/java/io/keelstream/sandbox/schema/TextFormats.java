package io.keelstream.sandbox.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The formats of texts in schemas that people use most; of others every text is accepted. */
final class TextFormats {

    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    private TextFormats() {}

    static boolean accepts(String format, String text) {
        return switch (format) {
            case "date-time" -> reads(() -> OffsetDateTime.parse(text));
            case "date" -> reads(() -> LocalDate.parse(text));
            case "uuid" -> UUID.matcher(text).matches();
            case "ipv4" -> IPV4.matcher(text).matches();
            case "byte" -> reads(() -> Base64.getDecoder().decode(text));
            default -> true;
        };
    }

    private static boolean reads(Supplier<Object> reading) {
        try {
            return reading.get() != null;
        } catch (DateTimeException | IllegalArgumentException e) {
            return false;
        }
    }
}
