package io.keelstream.canary.service;

import io.keelstream.canary.CanaryAnalyzer;
import io.keelstream.canary.CanaryAnalyzerSettings;
import io.keelstream.canary.analysis.AnalysisSettings;
import io.keelstream.canary.prometheus.PrometheusSettings;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The analyzer as a process: {@code AnalyzerMain <bootstrap servers> <url>}. Ends with its standard input. */
final class AnalyzerMain {

    private AnalyzerMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Service analyzer = CanaryAnalyzer.of(
                new CanaryAnalyzerSettings(
                        "test",
                        List.of(PrometheusSettings.open(URI.create(arguments[1]), Duration.ofSeconds(30))),
                        new AnalysisSettings(Duration.ofSeconds(10), Duration.ofMinutes(10))),
                KafkaSettings.at(arguments[0]),
                new SimpleMeterRegistry(),
                RecordedSpans.traces(),
                Clock.systemUTC());
        analyzer.start();
        while (!analyzer.ready()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // only the end of the input means something
        }
        System.exit(0);
    }
}
