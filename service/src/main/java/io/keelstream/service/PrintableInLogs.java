package io.keelstream.service;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.keelstream.contracts.text.Printable;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Makes every value of a log of JSON {@link Printable}; the line feeds of stack traces are JSON's to escape. */
public final class PrintableInLogs implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

    /** For Spring. */
    public PrintableInLogs() {}

    @Override
    public void customize(Members<ILoggingEvent> members) {
        members.applyingValueProcessor(ValueProcessor.of(String.class, Printable::lines));
    }
}
