package io.keelstream.gitwatcher.wiring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the installation says to git-watcher, as written. {@link PropertiesReader} checks it and names every mistake.
 *
 * @param installation name of the installation; a DNS label
 * @param state folder of the clones
 * @param repositories the refs to watch
 * @param clusters the clusters that targets may name
 * @param secrets what happens to plain Secrets
 * @param renderers which programs render
 * @param kafka how to reach Kafka
 */
@ConfigurationProperties("keelstream")
public record GitWatcherProperties(
        @Nullable String installation,
        @DefaultValue("/var/lib/keelstream/git") String state,
        @DefaultValue List<Repository> repositories,
        @DefaultValue List<Cluster> clusters,
        @DefaultValue Secrets secrets,
        @DefaultValue RendererPins renderers,
        @DefaultValue Kafka kafka) {

    /**
     * One ref of one repository.
     *
     * @param name name in the installation; a DNS label
     * @param url where it is; without credentials
     * @param ref full ref name or HEAD; a short name is a branch
     * @param path folder below which applications are looked for
     * @param poll how often it is asked
     * @param credentials how to get in
     */
    public record Repository(
            @Nullable String name,
            @Nullable String url,
            @DefaultValue("HEAD") String ref,
            @DefaultValue(".") String path,
            @DefaultValue("30s") Duration poll,
            @DefaultValue Credentials credentials) {}

    /**
     * HTTPS takes user and password, or a token; SSH takes key and knownHosts.
     *
     * @param user HTTPS user
     * @param password HTTPS password
     * @param token HTTPS token
     * @param key file of the SSH private key
     * @param knownHosts file of the trusted SSH host keys
     * @param passphrase of the SSH key
     */
    public record Credentials(
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable String key,
            @Nullable String knownHosts,
            @Nullable String passphrase) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /**
     * What charts may ask of a cluster.
     *
     * @param name the cluster's name
     * @param kubeVersion e.g. 1.36.0
     * @param apiVersions e.g. monitoring.coreos.com/v1
     */
    public record Cluster(
            @Nullable String name,
            @DefaultValue("") String kubeVersion,
            @DefaultValue List<String> apiVersions) {}

    /**
     * Plain Secrets.
     *
     * @param plain refuse or seal
     * @param recipient the applier's age recipient; needed to seal
     * @param digestKey base64 of the installation's key for digests of Secrets; needed to seal
     */
    public record Secrets(
            @DefaultValue("refuse") String plain,
            @Nullable String recipient,
            @Nullable String digestKey) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Secrets[" + plain + "]";
        }
    }

    /** Which programs render. */
    public record RendererPins(
            @DefaultValue RendererPin kustomize,
            @DefaultValue RendererPin helm) {}

    /**
     * One program.
     *
     * @param path its file; empty looks along PATH
     * @param version the only version allowed; empty allows every supported one
     */
    public record RendererPin(
            @DefaultValue("") String path, @DefaultValue("") String version) {}

    /**
     * Kafka.
     *
     * @param bootstrapServers host:port, comma-separated
     * @param properties client properties for security
     */
    public record Kafka(
            @DefaultValue("localhost:9092") String bootstrapServers,
            @DefaultValue Map<String, String> properties) {}
}
