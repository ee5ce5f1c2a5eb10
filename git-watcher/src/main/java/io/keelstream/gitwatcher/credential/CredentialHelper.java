package io.keelstream.gitwatcher.credential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that issues credentials, as {@code exec} of a user in a kubeconfig is one. It belongs to the installation: it runs with
 * git-watcher's own environment, network and rights. What it issued is kept until a minute before it expires, or until a host refuses it.
 * Thread-safe; one asks at a time.
 */
public final class CredentialHelper {

    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final int MOST_BYTES = 64 << 10;

    /** What Kubernetes tells such a program. */
    private static final Map<String, String> TOLD = Map.of(
            "KUBERNETES_EXEC_INFO",
            "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Duration limit;
    private final Clock clock;
    private @Nullable Issued kept;

    /**
     * A helper that has issued nothing yet.
     *
     * @param name the property that it is configured with; for messages
     * @param command the program and its arguments; no shell is involved
     * @param environment variables beside git-watcher's own
     * @param limit how long it may take
     */
    public CredentialHelper(
            String name, List<String> command, Map<String, String> environment, Duration limit, Clock clock) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Credentials that are valid for another minute at least, if the helper says how long they are.
     *
     * @throws CredentialException when it issues none
     */
    public synchronized Issued issue() {
        Issued known = kept;
        if (known == null
                || (known.expires() != null && !clock.instant().plus(EARLY).isBefore(known.expires()))) {
            known = ask();
            kept = known;
        }
        return known;
    }

    /** A host refused these: others are issued the next time. */
    public synchronized void refused(Issued refused) {
        if (refused.equals(kept)) {
            kept = null;
        }
    }

    /** Shows nothing of what it issued. */
    @Override
    public String toString() {
        return "CredentialHelper[" + name + "]";
    }

    private Issued ask() {
        try {
            return HelperAnswer.read(answer());
        } catch (CredentialException e) {
            throw failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw failed("cannot be started; correct 'command'");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        }
    }

    private String answer() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(TOLD);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            Thread reader = Thread.ofVirtual().name("credential-helper").start(() -> read(process, output));
            boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && reader.join(limit);
            if (!inTime) {
                throw new CredentialException("took longer than " + limit.toSeconds() + " s and was ended");
            }
            if (process.exitValue() != 0) {
                throw new CredentialException("ended with exit code " + process.exitValue()
                        + "; run it as git-watcher's user to see what it says, which is not repeated here");
            }
            if (output.size() > MOST_BYTES) {
                throw new CredentialException("wrote more than " + MOST_BYTES + " bytes");
            }
            return output.toString(StandardCharsets.UTF_8);
        } finally {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            all.add(process.toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** One byte more than it may write, so that too much is noticed. */
    private static void read(Process process, ByteArrayOutputStream into) {
        try (InputStream output = process.getInputStream()) {
            into.writeBytes(output.readNBytes(MOST_BYTES + 1));
        } catch (IOException e) {
            into.reset();
        }
    }

    private CredentialException failed(String why) {
        return new CredentialException("the credential helper '" + command.getFirst() + "' (" + name + ") " + why);
    }
}
