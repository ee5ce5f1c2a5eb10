package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a repository whose branch cannot be found out. */
class DefaultRefTests {

    @TempDir
    private Path folder;

    @Test
    void serversRepositoryWithSha256IsNamedAsThat() throws Exception {
        // Given
        assumeThat(git("init", "-q", "--object-format=sha256", "work"))
                .as("git knows SHA-256")
                .isZero();
        assumeThat(Files.exists(Path.of("/usr/lib/git-core/git-daemon")))
                .as("git daemon")
                .isTrue();
        git(
                "-C",
                "work",
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.com",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "1");
        int port = freePort();
        Process daemon = new ProcessBuilder(
                        "/usr/lib/git-core/git-daemon",
                        "--listen=127.0.0.1",
                        "--port=" + port,
                        "--export-all",
                        "--base-path=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile())
                .start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return socket.isConnected();
                }
            });
            String url = "git://127.0.0.1:" + port + "/work";

            // Then
            assertThatThrownBy(() -> DefaultRef.of(url, null))
                    .hasMessageContaining("names its objects with SHA-256, which is not supported");
        } finally {
            daemon.destroy();
        }
    }

    @Test
    void serverThatIsAwayIsNotAskedAgain() throws Exception {
        int port = freePort();

        assertThatThrownBy(() -> DefaultRef.of("git://127.0.0.1:" + port + "/work", null))
                .hasMessageContaining("cannot read the repository");
    }

    private int git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("git.log").toFile())
                .start()
                .waitFor();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
