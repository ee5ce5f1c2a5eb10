package io.keelstream.e2e.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.transport.UploadPack;

/** Git over SSH for reading, for the keys that are let in. Thread-safe. */
public final class SshGitServer implements AutoCloseable {

    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair host = keyPair();
    private final Set<PublicKey> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, Path> repositories = new ConcurrentHashMap<>();

    /** Serves nothing and knows no user yet. */
    public SshGitServer() throws IOException {
        this("127.0.0.1");
    }

    /** The same at an address of this machine. */
    public SshGitServer(String address) throws IOException {
        server.setHost(address);
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (user, key, session) -> accepted.stream().anyMatch(each -> KeyUtils.compareKeys(each, key)));
        server.setCommandFactory((channel, command) -> new Upload(repositories.get(name(command))));
        server.start();
    }

    /** A new key. */
    public static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a private key as {@code ssh-keygen} does; encrypted when it is given a passphrase. */
    public static Path write(Path file, KeyPair key, String passphrase) throws IOException, GeneralSecurityException {
        OpenSSHKeyEncryptionContext encryption = null;
        if (!passphrase.isEmpty()) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherType("256");
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
        }
        return file;
    }

    /** Lets the owner of a key in. */
    public void accept(KeyPair key) {
        accepted.add(key.getPublic());
    }

    /** Serves a repository; its URL. */
    public String serve(String name, Path bare) {
        repositories.put(name, bare);
        return "ssh://git@" + address() + "/" + name + ".git";
    }

    /** {@code host:port}. */
    public String address() {
        return server.getHost() + ":" + server.getPort();
    }

    /** The line of {@code known_hosts} for this server with its key, or with another one. */
    public String knownHost(PublicKey key) {
        return "[" + server.getHost() + "]:" + server.getPort() + " " + PublicKeyEntry.toString(key) + "\n";
    }

    /** This server's key. */
    public PublicKey hostKey() {
        return host.getPublic();
    }

    @Override
    public void close() throws IOException {
        server.close(true).await();
    }

    /** Of {@code git-upload-pack '/name.git'}. */
    private static String name(String command) {
        return command.substring(command.indexOf('/') + 1, command.indexOf(".git'"));
    }

    /** One {@code git-upload-pack}. */
    private static final class Upload implements Command {

        private final Path bare;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream errors = OutputStream.nullOutputStream();
        private ExitCallback exit = (code, message, closeImmediately) -> {};

        Upload(Path bare) {
            this.bare = bare;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            errors = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofVirtual().start(() -> {
                try (FileRepository repository = new FileRepository(bare.toFile())) {
                    new UploadPack(repository).upload(in, out, errors);
                    out.flush();
                    exit.onExit(0);
                } catch (IOException e) {
                    exit.onExit(1, e.toString());
                }
            });
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}
