package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.credential.CredentialException;
import io.keelstream.gitwatcher.credential.CredentialHelper;
import io.keelstream.gitwatcher.credential.Issued;
import io.keelstream.gitwatcher.network.Network;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.IdentityPasswordProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/** Opens connections to one repository with its credentials only. Thread-safe. */
final class Connections implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 20;

    private final URIish uri;
    private final GitCredentials credentials;
    private final @Nullable SshdSessionFactory ssh;
    private final @Nullable WebConnections web;

    /**
     * Prepares connections.
     *
     * @param home an empty folder, which SSH uses as the home folder
     */
    Connections(RepositorySettings settings, Path home) throws URISyntaxException {
        this.uri = new URIish(settings.url());
        this.credentials = settings.credentials();
        Network network = settings.options().network();
        this.web = network.equals(Network.DIRECT) ? null : new WebConnections(network);
        this.ssh = settings.credentials() instanceof GitCredentials.SshKey key ? ssh(key, home) : null;
    }

    /**
     * A new connection.
     *
     * @throws CredentialException where a helper issues no credentials for it
     */
    Transport open(Repository clone) throws NotSupportedException, TransportException {
        OnlyFor known = OnlyFor.of(uri, credentials);
        Transport transport = Transport.open(clone, uri);
        transport.setTimeout(TIMEOUT_SECONDS);
        transport.setTagOpt(TagOpt.NO_TAGS);
        // Reads what Git reads: old histories are full of commits without an author and trees with strange modes. What
        // does
        // harm is refused where it is read, see CommitSnapshot; what is missing is found by CompleteTree.
        transport.setObjectChecker(null);
        transport.setCredentialsProvider(known);
        if (transport instanceof TransportHttp http && web != null) {
            http.setHttpConnectionFactory(web);
        }
        if (transport instanceof SshTransport secure && ssh != null) {
            secure.setSshSessionFactory(ssh);
        }
        return transport;
    }

    @Override
    public void close() {
        if (ssh != null) {
            ssh.close();
        }
    }

    private SshdSessionFactory ssh(GitCredentials.SshKey key, Path home) {
        return new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(home.toFile())
                .setSshDirectory(home.toFile())
                .setConfigStoreFactory((homeFolder, config, user) -> null)
                .setConnectorFactory(null)
                .setDefaultIdentities(folder -> List.of(key.key()))
                .setDefaultKnownHostsFiles(folder -> List.of(key.knownHosts()))
                .setKeyPasswordProvider(provider -> new IdentityPasswordProvider(new Passphrase(key.passphrase())))
                .build(null);
    }

    /**
     * Answers for the configured host only: a redirect to another host gets no credentials. What a helper issued and the host refuses
     * is issued anew once. For one connection.
     */
    private static final class OnlyFor extends CredentialsProvider {

        private final URIish uri;
        private final @Nullable CredentialHelper helper;
        private @Nullable Issued issued;
        private boolean renewed;

        private OnlyFor(URIish uri, @Nullable CredentialHelper helper, @Nullable Issued issued) {
            this.uri = uri;
            this.helper = helper;
            this.issued = issued;
        }

        static OnlyFor of(URIish uri, GitCredentials credentials) {
            return switch (credentials) {
                case GitCredentials.Basic(String user, String password) ->
                    new OnlyFor(uri, null, new Issued(user, password, null));
                case GitCredentials.Exec(CredentialHelper helper) -> new OnlyFor(uri, helper, helper.issue());
                case GitCredentials.None _, GitCredentials.SshKey _ -> new OnlyFor(uri, null, null);
            };
        }

        @Override
        public void reset(URIish refusedBy) {
            Issued refused = issued;
            if (helper != null && refused != null) {
                helper.refused(refused);
                issued = renewed ? null : helper.issue();
                renewed = true;
            }
        }

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public boolean supports(CredentialItem... items) {
            return issued != null
                    && List.of(items).stream()
                            .allMatch(item ->
                                    item instanceof CredentialItem.Username || item instanceof CredentialItem.Password);
        }

        @Override
        public boolean get(URIish asked, CredentialItem... items) throws UnsupportedCredentialItem {
            boolean same = asked.getHost() != null
                    && asked.getHost().equalsIgnoreCase(uri.getHost())
                    && asked.getPort() == uri.getPort();
            Issued known = issued;
            if (!same || known == null) {
                return false;
            }
            for (CredentialItem item : items) {
                switch (item) {
                    case CredentialItem.Username name -> name.setValue(known.isToken() ? "token" : known.user());
                    case CredentialItem.Password secret ->
                        secret.setValue(known.secret().toCharArray());
                    default -> {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /** Answers the prompt for the passphrase of an SSH key. */
    private static final class Passphrase extends CredentialsProvider {

        private final @Nullable String passphrase;
        private boolean asked;

        Passphrase(@Nullable String passphrase) {
            this.passphrase = passphrase;
        }

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public boolean supports(CredentialItem... items) {
            return passphrase != null;
        }

        @Override
        public boolean get(URIish uri, CredentialItem... items) {
            if (passphrase == null || asked) {
                return false;
            }
            asked = true;
            for (CredentialItem item : items) {
                if (item instanceof CredentialItem.Password secret) {
                    secret.setValue(passphrase.toCharArray());
                }
            }
            return true;
        }
    }
}
