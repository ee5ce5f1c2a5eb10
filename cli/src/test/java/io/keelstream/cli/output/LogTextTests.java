package io.keelstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.keelstream.contracts.text.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogTextTests {

    private static final String HOSTILE = "a\u001b[2J\r\n2026-01-01 INFO  forged \u202e";

    @Test
    void valueOfOthersForgesNoLine() {
        assertThat(logged(HOSTILE, null))
                .isEqualTo("INFO Fetched message=\"a\\u001b[2J\\r\\n2026-01-01 INFO  forged \\u202e\"\n");
    }

    @Test
    void everyLineOfAStackTraceIsIndented() {
        String text = logged("a", new IllegalStateException(HOSTILE));

        assertThat(text.lines().skip(1)).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("  "));
        assertThat(text.codePoints()).allMatch(each -> each == '\n' || each == '\t' || Printable.is(each));
    }

    private static String logged(String value, @Nullable Exception exception) {
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("printable", LogText::new);
        layout.setPattern("%level %printable(%msg %kvp){line}%n%printable(%ex{full}){trace}%nopex");
        layout.start();
        LoggingEvent event =
                new LoggingEvent("", context.getLogger("io.keelstream"), Level.INFO, "Fetched", exception, null);
        event.setKeyValuePairs(List.of(new KeyValuePair("message", value)));
        return layout.doLayout(event);
    }
}
