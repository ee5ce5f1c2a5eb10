package io.keelstream.benchmarks.canaryload;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as a Prometheus does that scrapes {@link Canaries}: the counter of requests, and the histogram of their durations, of two
 * statuses each. Both arms behave alike. Only what the preset of Spring Boot asks for is understood. Thread-safe.
 */
final class MetricsServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("\\[(\\d+)s]$");
    private static final Pattern ARM = Pattern.compile("(app-\\d+(?:-canary)?)-\\[a-z0-9]");
    private static final Pattern FORM = Pattern.compile("query=([^&]*)&time=([^&]*)");
    private static final long BEGIN = 1_700_000_000L;
    private static final long REQUESTS_PER_SECOND = 20;
    private static final long FAILED_OF_THOUSAND = 5;

    private final HttpServer server;
    private final Shape shape;
    private final LongAdder queries = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /**
     * What there is of each arm.
     *
     * @param pods of each arm
     * @param buckets of a histogram
     * @param scrapeSeconds time between two scrapes
     */
    record Shape(int pods, int buckets, int scrapeSeconds) {}

    /**
     * What was asked so far.
     *
     * @param queries how many queries
     * @param bytes of all answers
     */
    record Asked(long queries, long bytes) {}

    MetricsServer(Shape shape) throws IOException {
        this.shape = shape;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/query", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Asked asked() {
        return new Asked(queries.sum(), bytes.sum());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher form = FORM.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (!form.find()) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            AnswerText answer = matrix(
                    URLDecoder.decode(form.group(1), StandardCharsets.UTF_8),
                    new BigDecimal(form.group(2)).movePointRight(3).longValue());
            queries.increment();
            bytes.add(answer.length());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length());
            answer.writeTo(exchange.getResponseBody());
        }
    }

    private AnswerText matrix(String query, long toMillis) {
        AnswerText answer = new AnswerText();
        answer.add("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
        Matcher range = RANGE.matcher(query);
        long fromMillis = range.find() ? toMillis - 1_000 * Long.parseLong(range.group(1)) : toMillis;
        boolean all = !query.contains("status=~\"5..\"");
        boolean histogram = query.contains("_bucket");
        Matcher arm = ARM.matcher(query);
        while (arm.find()) {
            for (int pod = 0; pod < shape.pods(); pod++) {
                for (int bucket = 1; bucket <= (histogram ? shape.buckets() : 1); bucket++) {
                    Counter failed = new Counter(arm.group(1), pod, histogram ? bucket : 0, true);
                    series(answer, failed, fromMillis, toMillis);
                    if (all) {
                        series(answer, failed.succeeded(), fromMillis, toMillis);
                    }
                }
            }
        }
        answer.withoutComma();
        answer.add("]}}");
        return answer;
    }

    private void series(AnswerText answer, Counter counter, long fromMillis, long toMillis) {
        answer.add(
                "{\"metric\":{\"__name__\":\"http_server_requests_seconds_%s\",\"namespace\":\"shop\",\"pod\":\"%s-6d5f7c9b8d-abcd%d\",\"instance\":\"10.0.0.1:8080\",\"job\":\"pods\",\"method\":\"GET\",\"uri\":\"/buy\",\"outcome\":\"%s\",\"exception\":\"none\",\"error\":\"none\",\"status\":\"%s\""
                        .formatted(
                                counter.bucket() == 0 ? "count" : "bucket",
                                counter.deployment(),
                                counter.pod(),
                                counter.failed() ? "SERVER_ERROR" : "SUCCESS",
                                counter.failed() ? "500" : "200"));
        if (counter.bucket() > 0) {
            String bound = counter.bucket() == shape.buckets() ? "+Inf" : Double.toString(counter.bucket() / 100.0);
            answer.add(",\"le\":\"" + bound + "\"");
        }
        answer.add("},\"values\":[");
        long step = 1_000L * shape.scrapeSeconds();
        long phase = Math.floorMod(31L * counter.deployment().hashCode() + 977L * counter.pod(), step);
        for (long at = Math.floorDiv(fromMillis - phase, step) * step + phase + step; at <= toMillis; at += step) {
            answer.sample(at, value(counter, at));
        }
        answer.withoutComma();
        answer.add("]},");
    }

    private long value(Counter counter, long atMillis) {
        long requests = (atMillis / 1_000 - BEGIN) * REQUESTS_PER_SECOND;
        long failed = requests * FAILED_OF_THOUSAND / 1_000;
        long all = counter.failed() ? failed : requests - failed;
        return counter.bucket() == 0 ? all : all * counter.bucket() / shape.buckets();
    }

    /** One counter. */
    private record Counter(String deployment, int pod, int bucket, boolean failed) {

        Counter succeeded() {
            return new Counter(deployment, pod, bucket, false);
        }
    }
}
