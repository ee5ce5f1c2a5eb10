package io.keelstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.keelstream.contracts.text.Printable;
import io.keelstream.tracing.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class TraceInLogsTests {

    @Test
    void lineWithinASpanNamesItWhereEcsHasIt() {
        // When
        String line = logged(Map.of(Stage.LOGGED_TRACE, "0af7", Stage.LOGGED_SPAN, "b7ad"));

        // Then
        assertThat(line)
                .contains("\"trace\":{\"id\":\"0af7\"}", "\"span\":{\"id\":\"b7ad\"}")
                .contains("\"keelstream\":{\"target\":\"production/shop\"}")
                .doesNotContain(Stage.LOGGED_TRACE, Stage.LOGGED_SPAN);
    }

    @Test
    void lineOutsideOfSpansNamesNone() {
        assertThat(logged(Map.of())).contains("\"target\":\"production/shop\"").doesNotContain("\"trace\"", "\"span\"");
    }

    @Test
    void valueOfOthersForgesNothing() {
        // When
        String line = logged(Map.of(), "production/shop\n{}\u001b[2J\u202e\u009b");

        // Then
        assertThat(line.lines()).hasSize(1);
        assertThat(line.strip().codePoints()).allMatch(Printable::is);
    }

    private static String logged(Map<String, String> mdc) {
        return logged(mdc, "production/shop");
    }

    private static String logged(Map<String, String> mdc, String target) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("ours", ServiceProcess.defaults("planner")));
        LoggerContext context = new LoggerContext();
        context.putObject(Environment.class.getName(), environment);
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("io.keelstream"), Level.INFO, "Plan published", null, null);
        event.setMDCPropertyMap(mdc);
        event.setKeyValuePairs(List.of(new KeyValuePair("target", target)));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
