package io.keelstream.service;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.keelstream.tracing.Stage;
import java.util.List;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Writes the ids of the open span where ECS has them: {@code trace.id} and {@code span.id}. */
public final class TraceInLogs implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

    /** Where the logs' context would be written otherwise. */
    static final List<String> CONTEXT = List.of("keelstream." + Stage.LOGGED_TRACE, "keelstream." + Stage.LOGGED_SPAN);

    /** For Spring. */
    public TraceInLogs() {}

    @Override
    public void customize(Members<ILoggingEvent> members) {
        id(members, "trace", Stage.LOGGED_TRACE);
        id(members, "span", Stage.LOGGED_SPAN);
    }

    private static void id(Members<ILoggingEvent> members, String name, String key) {
        members.add(name, event -> event.getMDCPropertyMap().get(key))
                .whenNotNull()
                .usingMembers(id -> id.add("id"));
    }
}
