package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Charts of web servers, as <a href="https://helm.sh/docs/topics/chart_repository/">helm describes them</a>: an {@code index.yaml} says where
 * the archive of a version is, and its digest. Thread-safe.
 */
final class ChartRepository implements Origin<RepositoryChart> {

    /** Bytes; the largest public lists have some 20 MiB. */
    private static final int LARGEST_INDEX = 64 << 20;

    /** Bytes. */
    static final long LARGEST_ARCHIVE = 20L << 20;

    private final HostGuard guard;
    private final Web web;
    private final SourceCache cache;

    ChartRepository(HostGuard guard, Web web, SourceCache cache) {
        this.guard = guard;
        this.web = web;
        this.cache = cache;
    }

    @Override
    public String newest(RepositoryChart chart) throws FetchException, InterruptedException {
        ChartIndex.Entry entry = entry(chart);
        String digest = entry.digest().startsWith("sha256:") ? entry.digest() : "sha256:" + entry.digest();
        if (digest.matches(RepositoryChart.DIGEST)) {
            return digest;
        }
        // the list need not say it
        byte[] archive = archive(chart, entry);
        String found = Digests.of(archive);
        cache.write(chart.text(), found, archive);
        return found;
    }

    @Override
    public Content fetch(RepositoryChart chart, String digest) throws FetchException, InterruptedException {
        guard.listed(chart.host());
        byte[] kept = cache.read(chart.text(), digest);
        if (kept != null) {
            return new Content.Archive(kept);
        }
        byte[] archive = archive(chart, entry(chart));
        Digests.check(archive, digest, chart.named());
        cache.write(chart.text(), digest, archive);
        return new Content.Archive(archive);
    }

    private ChartIndex.Entry entry(RepositoryChart chart) throws FetchException, InterruptedException {
        Optional<ChartIndex.Entry> entry = web.get(
                URI.create(chart.index()),
                authorization(chart.host()),
                LARGEST_INDEX,
                content -> found(content, chart));
        return entry.orElseThrow(() -> new FetchException(
                Reason.SOURCE_NOT_FOUND,
                chart.index() + " has no chart '" + chart.name() + "' in version " + chart.version()));
    }

    private static Optional<ChartIndex.Entry> found(InputStream content, RepositoryChart chart)
            throws IOException, FetchException {
        try {
            return ChartIndex.find(content, chart.name(), chart.version(), LARGEST_INDEX);
        } catch (ChartIndex.MalformedException e) {
            throw new FetchException(
                    Reason.SOURCE_INVALID, chart.index() + " is not a list of charts: " + e.getMessage());
        }
    }

    private byte[] archive(RepositoryChart chart, ChartIndex.Entry entry) throws FetchException, InterruptedException {
        if (entry.urls().isEmpty()) {
            throw new FetchException(
                    Reason.SOURCE_INVALID, chart.index() + " does not say where " + chart.named() + " is");
        }
        URI archive;
        try {
            archive = URI.create(chart.index()).resolve(entry.urls().getFirst());
        } catch (IllegalArgumentException e) {
            throw new FetchException(
                    Reason.SOURCE_INVALID, chart.index() + " does not say where " + chart.named() + " is");
        }
        return web.get(archive, authorization(Web.host(archive)), LARGEST_ARCHIVE, InputStream::readAllBytes);
    }

    private Map<String, String> authorization(String host) throws FetchException {
        return guard.listed(host).credentials().now().header();
    }
}
