package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.credential.CredentialHelper;
import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.network.AddressRange;
import io.keelstream.gitwatcher.network.HttpProxy;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.source.LfsRepository;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository of the installation whose files in Git LFS are fetched.
 *
 * @param repository its name and address
 * @param credentials those of the repository
 * @param network how its host is reached
 */
public record LfsSettings(LfsRepository repository, GitCredentials credentials, Network network) {

    /** The installation names the repository itself, wherever its host is. */
    private static final List<AddressRange> ANYWHERE = List.of(AddressRange.of("0.0.0.0/0"), AddressRange.of("::/0"));

    /** The repository's own host. */
    SourceHost host() {
        URI url = URI.create(repository.url());
        return new SourceHost(
                hostName(url), hostCredentials(), network.ca(), ANYWHERE, "http".equals(url.getScheme()), proxy(url));
    }

    private @Nullable HttpProxy proxy(URI url) {
        HttpProxy proxy = network.proxy();
        try {
            return proxy == null ? null : proxy.to(url.toURL());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hostName(URI url) {
        int usual = "http".equals(url.getScheme()) ? 80 : 443;
        return url.getPort() < 0 || url.getPort() == usual ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private HostCredentials hostCredentials() {
        return switch (credentials) {
            case GitCredentials.Basic(String user, String password) -> new HostCredentials.Basic(user, password);
            case GitCredentials.Exec(CredentialHelper helper) -> new HostCredentials.Exec(helper);
            case GitCredentials.None _, GitCredentials.SshKey _ -> new HostCredentials.None();
        };
    }
}
