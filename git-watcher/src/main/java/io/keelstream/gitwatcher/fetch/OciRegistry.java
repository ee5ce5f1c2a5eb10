package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Charts of registries, as the <a href="https://github.com/opencontainers/distribution-spec">distribution specification</a> and helm have them:
 * a tag names a manifest, whose digest is that of the chart, and one of its layers is the archive. Thread-safe.
 */
final class OciRegistry implements Origin<OciChart> {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String ARCHIVE = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    /** Bytes. */
    private static final long LARGEST_MANIFEST = 1L << 20;

    private static final int DEPTH = 20;

    private final HostGuard guard;
    private final Web web;
    private final SourceCache cache;

    OciRegistry(HostGuard guard, Web web, SourceCache cache) {
        this.guard = guard;
        this.web = web;
        this.cache = cache;
    }

    @Override
    public String newest(OciChart chart) throws FetchException, InterruptedException {
        byte[] manifest = get(chart, "manifests/" + chart.tag(), LARGEST_MANIFEST);
        String digest = Digests.of(manifest);
        layer(chart, manifest);
        cache.write(chart.text(), digest, manifest);
        return digest;
    }

    @Override
    public Content fetch(OciChart chart, String digest) throws FetchException, InterruptedException {
        guard.listed(chart.host());
        byte[] manifest = cache.read(chart.text(), digest);
        if (manifest == null) {
            manifest = get(chart, "manifests/" + digest, LARGEST_MANIFEST);
            Digests.check(manifest, digest, "the manifest of " + chart.named());
            cache.write(chart.text(), digest, manifest);
        }
        String layer = layer(chart, manifest);
        byte[] archive = cache.read(chart.text(), layer);
        if (archive == null) {
            archive = get(chart, "blobs/" + layer, ChartRepository.LARGEST_ARCHIVE);
            Digests.check(archive, layer, "the archive of " + chart.named());
            cache.write(chart.text(), layer, archive);
        }
        return new Content.Archive(archive);
    }

    /** The digest of the archive. */
    private static String layer(OciChart chart, byte[] manifest) throws FetchException {
        try {
            Map<String, @Nullable Object> tree =
                    Manifest.map(Json.readStrict(new String(manifest, java.nio.charset.StandardCharsets.UTF_8), DEPTH));
            List<String> archives = Manifest.list(tree.get("layers")).stream()
                    .map(Manifest::map)
                    .filter(layer -> ARCHIVE.equals(layer.get("mediaType")))
                    .map(layer -> String.valueOf(layer.get("digest")))
                    .filter(digest -> digest.matches(OciChart.DIGEST))
                    .toList();
            if (archives.size() == 1) {
                return archives.getFirst();
            }
        } catch (JsonException e) {
            // the same as a manifest without an archive
        }
        throw new FetchException(
                Reason.SOURCE_INVALID, chart.named() + " is no chart: its manifest names no archive of one");
    }

    private byte[] get(OciChart chart, String what, long most) throws FetchException, InterruptedException {
        SourceHost host = guard.listed(chart.host());
        URI address = URI.create(
                (host.plain() ? "http" : "https") + "://" + chart.host() + "/v2/" + chart.repository() + "/" + what);
        Map<String, String> headers = new HashMap<>(Map.of("Accept", MANIFEST));
        try {
            Web.Reply<byte[]> reply = web.ask(address, headers, most, InputStream::readAllBytes);
            if (reply.value() == null) {
                headers.putAll(authorization(chart, host, reply.challenges()));
                return web.get(address, headers, most, InputStream::readAllBytes);
            }
            return Objects.requireNonNull(reply.value());
        } catch (FetchException e) {
            throw e.reason() == Reason.SOURCE_NOT_FOUND
                    ? new FetchException(
                            Reason.SOURCE_NOT_FOUND,
                            "'" + chart.host() + "' does not have " + chart.named() + " (" + what + ")")
                    : e;
        }
    }

    /** What the registry is told after it asked who asks. */
    private Map<String, String> authorization(OciChart chart, SourceHost host, List<String> challenges)
            throws FetchException, InterruptedException {
        HostCredentials.Known known = host.credentials().now();
        for (String each : challenges) {
            Challenge challenge = Challenge.parse(each);
            switch (challenge.scheme()) {
                case "basic" -> {
                    if (known instanceof HostCredentials.Basic) {
                        return known.header();
                    }
                }
                case "bearer" -> {
                    return known instanceof HostCredentials.Bearer
                            ? known.header()
                            : token(chart, host, known, challenge).header();
                }
                default -> {}
            }
        }
        throw new RefusedCredentialsException(host);
    }

    private HostCredentials.Bearer token(
            OciChart chart, SourceHost host, HostCredentials.Known known, Challenge challenge)
            throws FetchException, InterruptedException {
        URI service = challenge.tokens("repository:" + chart.repository() + ":pull");
        byte[] answer;
        try {
            answer = web.get(service, known.header(), LARGEST_MANIFEST, InputStream::readAllBytes);
        } catch (FetchException e) {
            FetchException failure =
                    e instanceof RefusedCredentialsException ? new RefusedCredentialsException(host) : e;
            throw failure.explained("'" + host.name() + "' gives tokens at another address: " + e.getMessage());
        }
        try {
            Map<String, @Nullable Object> tree = Json.readObject(answer);
            Object token = tree.get("token") == null ? tree.get("access_token") : tree.get("token");
            if (token instanceof String text && text.matches("[!-~]{1,16384}")) {
                return new HostCredentials.Bearer(text);
            }
        } catch (JsonException e) {
            // the same as an answer without a token
        }
        throw new FetchException(
                Reason.SOURCE_INVALID, "'" + service.getHost() + "' gives no token for '" + host.name() + "'");
    }
}
