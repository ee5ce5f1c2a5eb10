package io.keelstream.sandbox;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a sandbox alone, until the process is ended. */
public final class SandboxServer {

    private SandboxServer() {}

    /**
     * Starts it.
     *
     * @param arguments port (0: a free one), where to write the kubeconfig, and optionally the state file
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("Usage: SandboxServer PORT KUBECONFIG [STATE-FILE]");
            System.exit(2);
        }
        SandboxOptions options = SandboxOptions.defaults()
                .withPort(Integer.parseInt(arguments[0]))
                .withStateFile(arguments.length == 3 ? Path.of(arguments[2]) : null);
        Sandbox sandbox = Sandbox.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
        Path kubeconfig = sandbox.writeKubeconfig(Path.of(arguments[1]));
        System.out.println("sandbox: " + sandbox.url() + ", kubeconfig: " + kubeconfig);
        new CountDownLatch(1).await();
    }
}
