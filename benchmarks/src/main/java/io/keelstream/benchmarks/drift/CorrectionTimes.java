package io.keelstream.benchmarks.drift;

import io.keelstream.benchmarks.scenario.ProcessUse;
import io.keelstream.benchmarks.scenario.Quantiles;
import io.keelstream.benchmarks.scenario.Requests;
import io.keelstream.benchmarks.scenario.Table;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** With the whole system: how soon a manual change is reported, and how soon it is corrected. */
final class CorrectionTimes {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int IDLE_SECONDS = 30;

    private final TestCluster cluster;
    private final Table table;

    CorrectionTimes(TestCluster cluster, Table table) {
        this.cluster = cluster;
        this.table = table;
    }

    void measure(RunningKeelstream system, Fleet fleet, int changes) throws Exception {
        Seen seen = new Seen();
        try (ManualChanges manual = new ManualChanges(cluster);
                DriftReports reports = new DriftReports(system.kafka());
                Watch _ = manual.watch(seen)) {
            warm(manual, reports, seen, fleet);
            Requests before = Requests.now(cluster);
            Sample sample = Sample.of(fleet, 40, changes, 7);
            sample.change(manual, "changed", PAUSE);
            List<Double> reported = sample.until(name -> reports.await(reference(name), LIMIT));
            List<Double> back = sample.until(name -> seen.await(name, "changed", "git"));
            List<Double> judged = sample.until(name -> reports.awaitJudged(reference(name), LIMIT));
            List<Double> started = sample.until(name -> reports.awaitCorrection(reference(name), LIMIT));
            List<Double> watched = sample.until(name -> seen.await(name, "git", "changed"));
            Requests sent = Requests.now(cluster).since(before);
            row("the limit: from the change to the watch event", watched);
            row("manual change to found by the detector", judged);
            row("manual change to `drift.detected` at a subscriber", reported);
            row("manual change to the start of the correction", started);
            row("manual change to corrected in the cluster", back);
            table.row(
                    "reported objects / reports / manual changes",
                    "%d / %d / %d".formatted(reports.objects(), reports.reports(), changes));
            table.row(
                    "requests per change, the change itself among them",
                    "%.2f (%s)".formatted(sent.total() / (double) changes, sent));
        }
        Requests idle = Requests.now(cluster);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        table.row(
                "no change for " + IDLE_SECONDS + " s: requests other than watches",
                String.valueOf(Requests.now(cluster).since(idle).withoutWatches()));
        table.row(
                "resident memory of `up`, everything in it",
                ProcessUse.of(system.process()).residentMegabytes() + " MiB");
    }

    /** The first changes warm the process up and are not counted. */
    private static void warm(ManualChanges manual, DriftReports reports, Seen seen, Fleet fleet) throws Exception {
        Sample sample = Sample.of(fleet, 0, 40, 7);
        sample.change(manual, "warm", PAUSE);
        sample.until(name -> reports.await(reference(name), LIMIT));
        sample.until(name -> seen.await(name, "warm", "git"));
        reports.clear();
    }

    private void row(String what, List<Double> millis) {
        Quantiles times = new Quantiles(millis);
        table.row(
                what,
                "p50 %.0f ms, p95 %.0f ms, worst %.0f ms of %d"
                        .formatted(times.median(), times.at(0.95), times.max(), millis.size()));
    }

    static String reference(String configMap) {
        return ManualChanges.reference(configMap).toString();
    }

    /** When a watch saw a ConfigMap's value turn from one into another. */
    private static final class Seen implements WatchListener {

        private final Map<String, String> values = new ConcurrentHashMap<>();
        private final Map<String, Long> turns = new ConcurrentHashMap<>();

        synchronized long await(String name, String from, String to) throws InterruptedException, TimeoutException {
            long end = System.nanoTime() + LIMIT.toNanos();
            String turn = name + " " + from + " " + to;
            while (!turns.containsKey(turn)) {
                if (System.nanoTime() > end) {
                    throw new TimeoutException("not seen: " + turn);
                }
                wait(100);
            }
            return turns.getOrDefault(turn, 0L);
        }

        @Override
        public void listed(List<Manifest> objects, String resourceVersion) {
            objects.forEach(this::changed);
        }

        @Override
        public synchronized void changed(Manifest object) {
            String value = String.valueOf(object.at("data", "value"));
            String before = values.put(object.name(), value);
            turns.put(object.name() + " " + before + " " + value, System.nanoTime());
            notifyAll();
        }

        @Override
        public void deleted(Manifest object) {
            values.remove(object.name());
        }
    }
}
