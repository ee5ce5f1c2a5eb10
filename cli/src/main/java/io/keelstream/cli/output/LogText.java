package io.keelstream.cli.output;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.keelstream.contracts.text.Printable;

/**
 * Makes a part of a log {@link Printable}: one line by {@code %printable(%msg %kvp){line}}; a stack trace by {@code
 * %printable(%ex){trace}}, each line indented, so that the message of an exception begins no line of the log. There is
 * always an option: Logback takes what follows a parenthesis for literal text.
 */
public final class LogText extends CompositeConverter<ILoggingEvent> {

    private static final String INDENT = "  ";

    /** For Logback. */
    public LogText() {}

    @Override
    protected String transform(ILoggingEvent event, String text) {
        if (!"trace".equals(getFirstOption())) {
            return Printable.line(text);
        }
        return text.isEmpty()
                ? text
                : Printable.lines(text.replace("\r\n", "\n")).stripTrailing().indent(INDENT.length());
    }
}
