package io.keelstream.gitwatcher.fetch;

import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A registry with one chart, which asks for a token of another host where a test says so. */
final class RegistryServer implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    final PlainServer web = new PlainServer();

    RegistryServer() throws IOException {}

    /** Stores a chart under a tag; returns the digest of its manifest. */
    String push(String repository, String tag, byte[] archive) {
        String layer = Digests.of(archive);
        byte[] manifest = Json.write(Map.of(
                "schemaVersion",
                2L,
                "mediaType",
                MANIFEST,
                "config",
                Map.of("mediaType", "application/vnd.cncf.helm.config.v1+json", "size", 2L),
                "layers",
                List.of(Map.of(
                        "mediaType",
                        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                        "digest",
                        layer,
                        "size",
                        (long) archive.length))));
        String digest = Digests.of(manifest);
        web.gives("/v2/" + repository + "/manifests/" + tag, manifest)
                .gives("/v2/" + repository + "/manifests/" + digest, manifest)
                .gives("/v2/" + repository + "/blobs/" + layer, archive);
        return digest;
    }

    /** Asks for a token, which only this one answer has, before it gives a manifest. */
    void asksFor(String path, byte[] content, String realm, String token) {
        web.answers(path, exchange -> {
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            if (("Bearer " + token).equals(who)) {
                PlainServer.send(exchange, 200, content);
            } else {
                exchange.getResponseHeaders()
                        .set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"registry\"");
                PlainServer.send(exchange, 401, "{}".getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    @Override
    public void close() {
        web.close();
    }
}
